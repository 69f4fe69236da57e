"""The drain window's verdict in sentences: how long, why VMs stay behind, what limits, and what it rests on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import Behaviour, DrainTopic
from domain.drain.cases import DrainAnswer
from domain.drain.limits import DrainLimit
from domain.drain.one_host import Remedy
from domain.drain.plan import DrainPlan, Ended, Journey, VmOutcome
from domain.live_migration.devices import Device, moves
from domain.live_migration.platforms import facts_of
from domain.quantities.units import GIB
from domain.quantities.wording import (
    Phrase,
    about_in_words,
    counted,
    estimate_in_words,
    number_in_words,
    quoted,
)

ASSUMED = (
    "Included: what comes before the first host, and each host's reboot. VMs start in the order given, each to the host with "
    "the fewest VMs, which is taken to have room. The copies of a host share its link equally, and equal VMs run in step. A "
    "copy takes what Migration time says for its share of the link, by QEMU's loop until the platform's own rule ends it. Not "
    "included: storage, pools of CPU types, affinity, disruption budgets, backups, a busy network, nodes of the control plane "
    "and what comes after the last host. VMs that are switched off and templates do not move."
)


def verdict(catalog: Catalog, answer: DrainAnswer) -> Iterator[Phrase]:
    """The whole answer: what stands first, and what stands beneath it."""
    yield from first(answer)
    yield Phrase(f" {beneath(catalog, answer)}")


def first(answer: DrainAnswer) -> Iterator[Phrase]:
    """How long, between what, what limits and what would help, and what stops."""
    yield from headline(answer)
    yield from reasons(answer)


def headline(answer: DrainAnswer) -> Iterator[Phrase]:
    """How long, and between what; or what stays behind, and why."""
    left = answer.left
    whole = f"all {answer.upgraded.hosts} hosts are upgraded after {_whole(answer)}"
    time = _host(answer)
    on = f", {quoted(answer.host)}, the fullest host" if answer.host else ""
    head = f"{answer.case.label}{on}: {f'{holds(answer)}, ' if answer.unsure and stops(answer) else ''}"
    if left:
        stay = f"{counted(left, 'VM')} {_verb(left, 'stays', 'stay')} behind"
        yield Phrase(f"{head}the host is never empty. {stay}", strong=True)
        yield Phrase(f", {_why(answer)}{_for_ever(answer)}; the rest is done after {time}. ")
        yield Phrase(f"If {_verb(left, 'it is', 'they are')} stopped then, {whole}.")
    else:
        yield Phrase(f"{head}the host is empty after {time}, {whole}.", strong=True)


def reasons(answer: DrainAnswer) -> Iterator[Phrase]:
    """What limits and what would help, and what stops."""
    left = answer.left
    for lead, remedy in zip((" The bottleneck is ", " Next is "), answer.remedies, strict=False):
        yield Phrase(lead)
        yield Phrase(name_of(answer.plan, remedy.limit), strong=True)
        yield Phrase(f": {eased(answer, remedy)}.")
    if left and not answer.remedies:
        yield Phrase(" Any one limit half as tight would free none of them.")
    yield Phrase(_stopped(answer))


def beneath(catalog: Catalog, answer: DrainAnswer) -> str:
    """What the answer rests on: what makes its range wide, what is assumed of the platform, and what moves."""
    rests = _before(answer) + _width(answer) + _unsure(catalog, answer)
    return (rests + _bound(answer) + _moved(answer) + _devices(catalog, answer)).strip()


def said(answer: DrainAnswer, of: str = "") -> Iterator[Phrase]:
    """The headline; without the strength of an answer where it is only `of` something else than what the visitor wrote."""
    if of:
        yield Phrase(f"{of}. ")
    for phrase in headline(answer):
        yield phrase._replace(strong=phrase.strong and not of)


def _host(answer: DrainAnswer) -> str:
    """When the host is empty, and between what."""
    if answer.drained.unsure and not stops(answer):
        return time_of(answer, answer.drained.finish_s, sure=False)
    return estimate_in_words(answer.drained.finish_s, answer.host_band.low_s, answer.host_band.high_s)


def _whole(answer: DrainAnswer) -> str:
    """When the cluster is upgraded, and between what."""
    if answer.upgraded.unsure and not stops(answer):
        return time_of(answer, answer.whole_s, sure=False)
    said = estimate_in_words(answer.whole_s, answer.cluster_band.low_s, answer.cluster_band.high_s)
    return f"about {said}" if answer.upgraded.projected and not said.startswith("about") else said


def _before(answer: DrainAnswer) -> str:
    """What of the upgrade comes before its first host, or that nothing of it is counted."""
    if answer.before_s:
        return f" Of the time for the cluster, {about_in_words(answer.before_s)} pass before the first host."
    missing = "What comes before the first host of an upgrade is not included"
    return f" {missing}{f': {answer.case.platform.label} publishes no time for it' if answer.before_s is None else ''}."


def _width(answer: DrainAnswer) -> str:
    """What makes the ranges wide."""
    names = dict.fromkeys(band.widest.name for band in (answer.host_band, answer.cluster_band) if band.widest)
    return f" The range is wide mostly because of {' and '.join(names)}." if names else ""


def _bound(answer: DrainAnswer) -> str:
    """The largest VM, below whose own time no setting brings the drain."""
    if len({vm.ram_bytes for vm in answer.plan.movers}) < 2 or answer.left or answer.drained.unsure:
        return ""
    largest = answer.plan.largest
    alone = answer.plan.setup_s + largest.seconds(answer.plan.share(1))
    takes = f" The largest VM ({quoted(largest.name)}) takes {about_in_words(alone)} by itself"
    return f"{takes}, so by these inputs the host is never empty sooner."


def _for_ever(answer: DrainAnswer) -> str:
    """That the platform goes on with what never moves."""
    if not answer.plan.is_endless:
        return ""
    pause = number_in_words(max(answer.plan.backoff_most_s, answer.plan.backoff_s))
    return f", and {answer.case.platform.label} tries again without end, after pauses of up to {pause} s"


def time_of(answer: DrainAnswer, seconds: float, sure: bool) -> str:
    """A duration; the least one where the platform slows guests by no published amount."""
    return about_in_words(seconds) if sure or stops(answer) else f"at least {about_in_words(seconds)}"


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
    whole = remedy.end.seconds + remedy.saved_s
    if whole and time == time_of(answer, whole, remedy.end.sure):
        return f"{remedy.how}, {100 * remedy.saved_s / whole:.0f} % less"
    return f"{remedy.how}, it would take {time}"


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
            by_reason[journey.tries[-1].ended, _against(answer.plan, journey)].append(journey)
    parts = []
    for (ended, bound), journeys in by_reason.items():
        number = len(journeys)
        reason = {
            Ended.FAILED: _failed(answer.plan, len(journeys[0].tries)),
            Ended.OVERDUE: f"because {_verb(number, 'it takes', 'they take')} longer than the deadline of {answer.plan.deadline}",
            Ended.ENDLESS: f"because {_verb(number, 'it writes', 'they write')} faster than {bound}",
        }[ended]
        names = list(dict.fromkeys(journey.kind or journey.name for journey in journeys))
        parts.append(f"{f'{number} ' if len(by_reason) > 1 else ''}{reason} ({_listed(names)})")
    return ", ".join(parts)


def _failed(plan: DrainPlan, tries: int) -> str:
    if plan.failure == 1 and plan.is_endless:
        return "because every attempt fails"
    cut = plan.again < plan.retries
    return f"after {counted(tries, 'attempt')}{', as many as are simulated of so many VMs' if cut else ''}"


def _against(plan: DrainPlan, journey: Journey) -> str:
    """What a copy that would never end could not send faster than."""
    last = journey.tries[-1]
    if last.ended is not Ended.ENDLESS:
        return ""
    if plan.cap < plan.link / last.sharers:
        return "the cap lets through"
    alone = any(vm.name == journey.name and vm.seconds(plan.share(1)) == math.inf for vm in plan.movers)
    return "the link takes" if last.sharers == 1 or alone else "a share of the link takes"


def _moved(answer: DrainAnswer) -> str:
    drained = answer.drained
    moved, memory = drained.count(VmOutcome.MOVED), f"{number_in_words(drained.moved_bytes / GIB, 4)} GiB"
    if not moved:
        return " No VM moves."
    return f" {counted(moved, 'VM')} with {memory} {_verb(moved, 'moves', 'move')}, at most {drained.peak} at once."


def _stopped(answer: DrainAnswer) -> str:
    stopped, turn = answer.drained.count(VmOutcome.STOPPED), answer.upgraded.turns[0]
    if not stopped:
        return ""
    down = time_of(answer, turn.back_s - turn.start_s, not answer.upgraded.unsure)
    return (
        f" {counted(stopped, 'VM')} cannot move: {_verb(stopped, 'it is', 'they are')} taken to be stopped at once and "
        f"down for {down}, until the host is back."
    )


def by_itself(catalog: Catalog, answer: DrainAnswer) -> str:
    """What the platform does with a VM that cannot move, if nobody stops it; empty if all move."""
    if not answer.drained.count(VmOutcome.STOPPED):
        return ""
    platform = answer.case.platform
    rows = (row for row in catalog.drain_rules.values() if row.topic is DrainTopic.STUCK and row.platform is platform)
    return next((f"If nobody stops a VM that cannot move, {platform.label}: {row.says}" for row in rows), "")


def _devices(catalog: Catalog, answer: DrainAnswer) -> str:
    """What the platform's blockers say of the devices in the list."""
    parts = []
    for device in dict.fromkeys(vm.device for vm in answer.plan.vms):
        found = moves(device, answer.case.platform, catalog.blockers)
        if device is not Device.NONE:
            ids = f" ({', '.join(row.id for row in found.blockers[:3])})" if found.blockers else ""
            parts.append(f" {answer.case.platform.label}, a VM with a {device.label}: {found.movement}{ids}.")
    moved = any(vm.migratable and vm.device is not Device.NONE for vm in answer.plan.vms)
    stands = " How long such a guest stands still while the device is copied is not counted." if moved else ""
    return "".join(parts) + stands


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names[:3])) + (" and others" if len(names) > 3 else "")
