"""The drain window in sentences: the verdict, why VMs stay behind, what limits, and what stands above tables and bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import Behaviour
from domain.drain.cases import DrainAnswer
from domain.drain.limits import DrainLimit
from domain.drain.one_host import Remedy
from domain.drain.plan import DrainPlan, Ended, Journey, VmOutcome
from domain.live_migration.platforms import facts_of
from domain.quantities.units import GIB
from domain.quantities.wording import Phrase, counted, duration_in_words, gbit_in_words, quoted

ASSUMED = (
    "Reckoned: VMs start in the order given, each to the host with the fewest VMs, which has room; the copies of a host "
    "share its link equally, and equal VMs run in step; a copy takes what the studio's estimator says at its share, by QEMU's "
    "loop until the platform's own rule ends it. Not reckoned: storage, pools of CPU types, affinity, a busy network."
)


def verdict(catalog: Catalog, answer: DrainAnswer) -> Iterator[Phrase]:
    """How long, what limits and what would help, and what stops."""
    drained, found, left = answer.drained, answer.upgraded, answer.left
    about = "about " if found.projected else ""
    whole = f"all {found.hosts} hosts are upgraded after {about}{time_of(answer, found.finish_s, not found.unsure)}"
    time = time_of(answer, drained.finish_s, not drained.unsure)
    head = f"{answer.case.label}: {f'{holds(answer)}, ' if answer.unsure and stops(answer) else ''}"
    if left:
        stay = f"{counted(left, 'VM')} {_verb(left, 'stays', 'stay')} behind"
        yield Phrase(f"{head}the host does not get empty. {stay}", strong=True)
        yield Phrase(
            f", {_why(answer)}; the rest is done after {time}. If {_verb(left, 'it is', 'they are')} stopped then, {whole}."
        )
    else:
        yield Phrase(f"{head}the host is empty after {time}, {whole}.", strong=True)
    yield Phrase(_unsure(catalog, answer))
    for lead, remedy in zip((" What limits is ", " Another is "), answer.remedies, strict=False):
        yield Phrase(lead)
        yield Phrase(name_of(answer.plan, remedy.limit), strong=True)
        yield Phrase(f": {eased(answer, remedy)}.")
    if left and not answer.remedies:
        yield Phrase(" Any one limit half as tight would free none of them.")
    yield Phrase(_moved(answer) + _stopped(answer))


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


def name_of(plan: DrainPlan, limit: DrainLimit, name: Callable[[str], str] = quoted) -> str:
    """A limit as it stands in this plan; `name` writes a stranger's name of a VM."""
    return limit.name.format(plan=plan) + (f" ({name(plan.largest.name)})" if limit.one_vm else "")


def eased(answer: DrainAnswer, remedy: Remedy) -> str:
    """How a limit is eased by half, and what that does."""
    time = time_of(answer, remedy.end.seconds, remedy.end.sure)
    if remedy.freed > 0:
        return f"{remedy.how}, {remedy.end.left or 'none'} would stay behind, after {time}"
    return f"{remedy.how}, it would take {time}"


def side_by_side(answers: Sequence[DrainAnswer]) -> str:
    """What stands above the table of cases."""
    plan, times = answers[0].plan, [answer.drained.finish_s for answer in answers]
    span = (
        f" Host empty after {duration_in_words(min(times))} to {duration_in_words(max(times))}."
        if len(set(times)) > 1 and all(not answer.unsure and not answer.left for answer in answers)
        else ""
    )
    return (
        f"{counted(len(plan.vms), 'VM')} on each of {plan.targets + 1} hosts, {gbit_in_words(plan.link)}, "
        f"{plan.setup_s:g} s of setup: the same host and cluster with each default.{span}"
    )


def one_host(answer: DrainAnswer) -> str:
    """What stands above the bars of the VMs."""
    drained = answer.drained
    tried = counted(sum(len(journey.tries) for journey in drained.journeys), "attempt")
    return f"{counted(len(drained.journeys), 'VM')} in the order given, {tried} to move; {answer.case.at_once}.{_mark(answer)}"


def whole_cluster(answer: DrainAnswer) -> str:
    """What stands above the bars of the hosts."""
    found, stopped = answer.upgraded, sum(turn.stopped + turn.left for turn in answer.upgraded.turns)
    shown = f"The first {len(found.turns)} of {found.hosts} hosts" if found.projected else f"{found.hosts} hosts"
    down = (
        f" {counted(stopped, 'stop')} of VMs, each at most {time_of(answer, found.down_s, not found.unsure)} long."
        if stopped
        else " No VM stops."
    )
    return (
        f"{shown}: {counted(found.moves, 'migration')}, at most {found.peak} at once; a VM moves again if its new host's turn is "
        f"still to come.{down}{_mark(answer)}"
    )


def _mark(answer: DrainAnswer) -> str:
    """What has to be known of the bars."""
    return f" The times hold {held}." if (held := holds(answer)) else ""


def _unsure(catalog: Catalog, answer: DrainAnswer) -> str:
    """What the answer rests on where a copy does not converge by itself."""
    kinds = answer.unsure
    if not kinds:
        return ""
    behaviour = Behaviour.PASS_LIMIT if stops(answer) else Behaviour.THROTTLING
    fact = facts_of(catalog.migration_profiles.values(), answer.case.platform)[behaviour]
    writes = _verb(
        len(kinds), "writes faster than its share of the link takes", "write faster than their share of the link takes"
    )
    least = "" if stops(answer) else " How far is not published, so this is the least that it takes."
    return f" {_listed(kinds)} {writes}. {answer.case.platform.label}, {behaviour.value}: {fact.says}{least}"


def _why(answer: DrainAnswer) -> str:
    """Why VMs stay behind: how the last attempt of each ended; with their number where there are several reasons."""
    by_reason: dict[tuple[Ended, str], list[Journey]] = defaultdict(list)
    for journey in answer.drained.journeys:
        if journey.outcome is VmOutcome.LEFT:
            by_reason[journey.tries[-1].ended, _bound(answer.plan, journey)].append(journey)
    parts = []
    for (ended, bound), journeys in by_reason.items():
        number = len(journeys)
        reason = {
            Ended.FAILED: f"after {counted(len(journeys[0].tries), 'attempt')}",
            Ended.OVERDUE: f"because {_verb(number, 'it takes', 'they take')} longer than the deadline of {answer.plan.deadline}",
            Ended.ENDLESS: f"because {_verb(number, 'it writes', 'they write')} faster than {bound}",
        }[ended]
        names = list(dict.fromkeys(journey.kind or journey.name for journey in journeys))
        parts.append(f"{f'{number} ' if len(by_reason) > 1 else ''}{reason} ({_listed(names)})")
    return ", ".join(parts)


def _bound(plan: DrainPlan, journey: Journey) -> str:
    """What a copy that would never end could not send faster than."""
    last = journey.tries[-1]
    if last.ended is not Ended.ENDLESS:
        return ""
    if plan.cap < plan.link / last.sharers:
        return "the cap lets through"
    return "the link takes" if last.sharers == 1 else "a share of the link takes"


def _moved(answer: DrainAnswer) -> str:
    drained = answer.drained
    moved, memory = drained.count(VmOutcome.MOVED), f"{drained.moved_bytes / GIB:,.4g} GiB"
    if not moved:
        return " No VM moves."
    return f" {counted(moved, 'VM')} with {memory} {_verb(moved, 'moves', 'move')}, at most {drained.peak} at once."


def _stopped(answer: DrainAnswer) -> str:
    stopped, turn = answer.drained.count(VmOutcome.STOPPED), answer.upgraded.turns[0]
    if not stopped:
        return ""
    down = time_of(answer, turn.back_s - turn.start_s, not answer.upgraded.unsure)
    return (
        f" {counted(stopped, 'VM')} cannot move: {_verb(stopped, 'it is', 'they are')} down for {down}, until the host is back."
    )


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names[:3])) + (" and others" if len(names) > 3 else "")
