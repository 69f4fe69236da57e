"""The drain window in words: the verdict, why VMs stay behind, what a limit is called and what easing it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from components.kit.markup import markdown_quote, markdown_text
from domain.catalog import catalog
from domain.catalog.vocabulary import Behaviour
from domain.drain.cases import DrainAnswer
from domain.drain.limits import DrainLimit, Remedy, at_once, largest
from domain.drain.plan import Ended, Journey, VmOutcome
from domain.live_migration.platforms import facts_of
from domain.quantities.units import as_gib
from domain.quantities.wording import counted, duration_in_words


def verdict(answer: DrainAnswer) -> str:
    """How long, what limits and what would help, and what stops, in Markdown."""
    drained, found, name = answer.drained, answer.upgraded, markdown_text(answer.case.label)
    about = "about " if found.projected else ""
    whole = f"all {found.hosts} hosts are upgraded after {about}{time_of(answer, found.finish_s, not found.unsure)}"
    time = time_of(answer, drained.finish_s, not answer.drained.unsure)
    if_so = f"{holds(answer)}, " if answer.unsure and stops(answer) else ""
    if answer.left:
        stay = f"{counted(answer.left, 'VM')} {_verb(answer.left, 'stays', 'stay')} behind"
        head = f"**{name}: {if_so}the host does not get empty. {stay}**, {_why(answer)}; the rest is done after {time}."
        head += f" If {_verb(answer.left, 'it is', 'they are')} stopped then, {whole}."
    else:
        head = f"**{name}: {if_so}the host is empty after {time}, {whole}.**"
    return " ".join(part for part in (head, _unsure(answer), _limits(answer), _moved(answer), _stopped(answer)) if part)


def time_of(answer: DrainAnswer, seconds: float, sure: bool) -> str:
    """A duration; the least one where the platform slows guests by no published amount."""
    return duration_in_words(seconds) if sure or stops(answer) else f"at least {duration_in_words(seconds)}"


def stops(answer: DrainAnswer) -> bool:
    """The platform is said to stop a guest after so many passes."""
    return not answer.case.way.slowed


def holds(answer: DrainAnswer) -> str:
    """How the times hold, where they rest on what is said of the platform; else empty."""
    if not answer.unsure:
        return ""
    return f"if a copy stops after {answer.case.way.passes:g} passes" if stops(answer) else "at least"


def _unsure(answer: DrainAnswer) -> str:
    """What the answer rests on where a copy does not converge by itself."""
    kinds = answer.unsure
    if not kinds:
        return ""
    behaviour = Behaviour.PASS_LIMIT if stops(answer) else Behaviour.THROTTLING
    fact = facts_of(catalog().migration_profiles.values(), answer.case.platform)[behaviour]
    writes = _verb(
        len(kinds), "writes faster than its share of the link takes", "write faster than their share of the link takes"
    )
    least = "" if stops(answer) else " How far is not published, so this is the least that it takes."
    return f"{_listed(kinds)} {writes}. {answer.case.platform.label}, {behaviour.value}: {markdown_text(fact.says)}{least}"


def _moved(answer: DrainAnswer) -> str:
    drained = answer.drained
    moved, memory = drained.count(VmOutcome.MOVED), f"{as_gib(drained.moved_bytes):,.4g} GiB"
    if not moved:
        return "No VM moves."
    return f"{counted(moved, 'VM')} with {memory} {_verb(moved, 'moves', 'move')}, at most {drained.peak} at once."


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _listed(names: Sequence[str]) -> str:
    return ", ".join(markdown_quote(name, 40) for name in names[:3]) + (" and others" if len(names) > 3 else "")


def _why(answer: DrainAnswer) -> str:
    """Why VMs stay behind: how the last attempt of each ended; with their number where there are several reasons."""
    by_reason: dict[tuple[Ended, str], list[Journey]] = defaultdict(list)
    for journey in answer.drained.journeys:
        if journey.outcome is VmOutcome.LEFT:
            by_reason[journey.tries[-1].ended, _bound(answer, journey)].append(journey)
    parts = []
    for (ended, bound), journeys in by_reason.items():
        number = len(journeys)
        reason = {
            Ended.FAILED: f"after {counted(len(journeys[0].tries), 'attempt')}",
            Ended.OVERDUE: f"because {_verb(number, 'it takes', 'they take')} longer than the deadline of {per_gb(answer)}",
            Ended.ENDLESS: f"because {_verb(number, 'it writes', 'they write')} faster than {bound}",
        }[ended]
        names = list(dict.fromkeys(journey.kind or journey.name for journey in journeys))
        parts.append(f"{f'{number} ' if len(by_reason) > 1 else ''}{reason} ({_listed(names)})")
    return ", ".join(parts)


def _bound(answer: DrainAnswer, journey: Journey) -> str:
    """What a copy that would never end could not send faster than."""
    last, plan = journey.tries[-1], answer.plan
    if last.ended is not Ended.ENDLESS:
        return ""
    if plan.cap < plan.link / last.sharers:
        return "the cap lets through"
    return "the link takes" if last.sharers == 1 else "a share of the link takes"


def per_gb(answer: DrainAnswer, times: float = 1) -> str:
    """The deadline that held, or a multiple of it."""
    return f"{times * answer.completion_timeout_per_gib:,g} s per GB"


def _stopped(answer: DrainAnswer) -> str:
    stopped, turn = answer.drained.count(VmOutcome.STOPPED), answer.upgraded.turns[0]
    if not stopped:
        return ""
    down = time_of(answer, turn.back_s - turn.start_s, not answer.upgraded.unsure)
    return f"{counted(stopped, 'VM')} cannot move: {_verb(stopped, 'it is', 'they are')} down for {down}, until the host is back."


def _limits(answer: DrainAnswer) -> str:
    parts = [
        f"{said} **{name_of(answer, remedy.limit, markdown_quote)}**: {ease(answer, remedy.limit)}, {effect(answer, remedy)}."
        for said, remedy in zip(("What limits is", "Another is"), answer.remedies, strict=False)
    ]
    return " ".join(parts) or ("Any one limit half as tight would free none of them." if answer.left else "")


def effect(answer: DrainAnswer, remedy: Remedy) -> str:
    """What easing a limit does."""
    time = time_of(answer, remedy.end.seconds, remedy.end.sure)
    if remedy.freed > 0:
        return f"{remedy.end.left or 'none'} would stay behind, after {time}"
    return f"it would take {time}"


def name_of(answer: DrainAnswer, limit: DrainLimit, quoted: Callable[[str], str]) -> str:
    """A limit as it stands in this plan; `quoted` writes a stranger's name of a VM."""
    plan = answer.plan
    name = plan.vms[largest(plan)].name if limit is DrainLimit.ONE_VM else ""
    return {
        DrainLimit.NODE: f"the limit of {plan.outbound} from a host",
        DrainLimit.CLUSTER: f"the limit of {plan.cluster} in the cluster",
        DrainLimit.BOTH: f"the limit of {plan.outbound}, from a host and in the cluster",
        DrainLimit.TARGET: f"the limit of {plan.inbound} to a host",
        DrainLimit.SHARED: f"that {at_once(plan)} copies share the link",
        DrainLimit.DEADLINE: f"the deadline of {per_gb(answer)}",
        DrainLimit.CAP: "the cap on each migration",
        DrainLimit.LINK: "the link",
        DrainLimit.SETUP: f"the {plan.setup_s:g} s before each copy",
        DrainLimit.FAILURES: "failed attempts",
        DrainLimit.SHUTDOWN: "the shutdown of what cannot move",
        DrainLimit.ONE_VM: f"one large VM ({quoted(name)})",
    }[limit]


def ease(answer: DrainAnswer, limit: DrainLimit) -> str:
    """How a limit is eased by half."""
    plan = answer.plan
    return {
        DrainLimit.NODE: f"with {2 * (plan.outbound or 0)}",
        DrainLimit.CLUSTER: f"with {2 * (plan.cluster or 0)}",
        DrainLimit.BOTH: f"with {2 * (plan.outbound or 0)} for both",
        DrainLimit.TARGET: f"with {2 * (plan.inbound or 0)}",
        DrainLimit.SHARED: "one after another",
        DrainLimit.DEADLINE: f"with {per_gb(answer, 2)}",
        DrainLimit.CAP: "with twice as much",
        DrainLimit.LINK: "with twice the rate",
        DrainLimit.SETUP: "with half of that",
        DrainLimit.FAILURES: "with half as many",
        DrainLimit.SHUTDOWN: "in half the time",
        DrainLimit.ONE_VM: "without it",
    }[limit]
