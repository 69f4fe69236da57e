"""A question's answer under a case's limits: the host drained, the cluster upgraded, what limits, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from domain.catalog.loading import Catalog
from domain.drain.band import Guess, band, moved
from domain.drain.cases import DrainAnswer, DrainCase, default_cases, own_case
from domain.drain.guesses import NAMES, guesses, sampled
from domain.drain.one_host import Remedy, drain, limits
from domain.drain.plan import Drained, DrainPlan, VmOutcome
from domain.drain.question import DrainQuestion, from_values, plan
from domain.drain.rolling_upgrade import Upgraded, expected_tries, upgrade
from domain.drain.vm_list import Listed, read

MOST_MOVES = 400
"""Migrations of a rolling upgrade that are simulated for a case; a larger one is projected, so that no visitor waits."""

MOST_WHAT_IF, FEWEST = 40, 10
"""VMs of a host whose drain is simulated again for each limit and guess; of more, an even sample, smaller where many fail."""


MOST_IN_VAIN = 120
"""Attempts of each of these drains on a platform that tries again without end: an eased limit may let each VM be tried in vain
some ninety times, and there are two dozen such drains."""


def ask(catalog: Catalog, text: str, default: str, values: Mapping[str, float]) -> tuple[Listed, DrainAnswer]:
    """What the screen answers, for a script: the list as it was read, and the answer under the limits of a default, by its id.

    `values`: numbers by the names and in the units of `fields.FIELDS`; the list's faults and notices are for the caller to show.
    ValueError if no VM can be read, for a default that is not there, and for a number that no field takes.
    """
    listed = read(text)
    if not listed.classes:
        raise ValueError(" ".join(listed.faults))
    chosen = next((case for case in default_cases(catalog) if case.id == default), None)
    if chosen is None:
        raise ValueError(f"“{default}” is not a default of a drain; these are: {', '.join(catalog.drain_defaults)}.")
    question = from_values(catalog, listed.classes, values)
    case = own_case(chosen, *(int(values.get(name, 0)) for name in ("outbound", "inbound", "cluster")))
    return listed, answer(question, case)


@lru_cache(maxsize=32)
def answer(question: DrainQuestion, case: DrainCase) -> DrainAnswer:
    """The host drained and the cluster upgraded. Remembered for each case: another one beside it changes nothing here.

    Of a list that names hosts, the host is the one with the most memory, and the cluster has these hosts.
    """
    names = hosts_of(question)
    one = _of_host(question, names[0]) if names else question
    asked = plan(one, case)
    drained = drain(asked)
    tries = max(expected_tries(asked), _tries(drained))
    upgraded = _upgraded(question, case, names, asked, int(MOST_MOVES * expected_tries(asked) / tries))
    some, few = sampled(one, asked, max(int(MOST_WHAT_IF / tries), FEWEST))
    if few.is_endless:
        few = replace(few, most_tries=MOST_IN_VAIN)
    found = limits(asked, drained) if few is asked else _scaled(few, drained)
    guessed = guesses(some, case, few, drained.finish_s)
    before = question.before(case)
    return DrainAnswer(
        case,
        asked,
        drained,
        found,
        upgraded,
        before,
        band(drained.finish_s, guessed),
        band((before or 0.0) + upgraded.finish_s, _of_cluster(question, drained, upgraded, before or 0.0, guessed)),
        names[0] if names else "",
    )


def hosts_of(question: DrainQuestion) -> tuple[str, ...]:
    """The hosts that the list names, the one with the most memory first; none if it names none."""
    held: dict[str, float] = {}
    for vm in question.classes:
        held[vm.host] = held.get(vm.host, 0.0) + vm.count * vm.ram_bytes
    return tuple(sorted(held, key=lambda host: -held[host])) if set(held) != {""} else ()


def _of_host(question: DrainQuestion, host: str) -> DrainQuestion:
    """The question with the VMs of one host; there are at least the hosts that the list names."""
    targets = max(question.plan.targets, len(hosts_of(question)) - 1)
    own = tuple(vm for vm in question.classes if vm.host == host)
    return replace(question, classes=own, plan=replace(question.plan, targets=max(targets, 1)))


def _tries(drained: Drained) -> float:
    """Attempts of a VM on average, those that its deadline ends too; 0 where nothing moves."""
    tried = [len(one.tries) for one in drained.journeys if one.tries]
    return sum(tried) / len(tried) if tried else 0.0


def _upgraded(question: DrainQuestion, case: DrainCase, names: tuple[str, ...], asked: DrainPlan, most: int) -> Upgraded:
    at_once = min(question.parallel, asked.targets)
    if not names:
        return upgrade(asked, question.reboot_s, at_once, most, others=question.others)
    ordered = tuple(vm for host in names for vm in _of_host(question, host).classes)
    whole = replace(plan(replace(question, classes=ordered), case), targets=asked.targets)
    placed, first = [], 0
    for host in names:
        size = sum(vm.count for vm in ordered if vm.host == host)
        placed.append(list(range(first, first + size)))
        first += size
    return upgrade(whole, question.reboot_s, at_once, most, placed)


def _scaled(few: DrainPlan, drained: Drained) -> tuple[Remedy, ...]:
    """What limits, by a sample of the VMs, in the times and numbers of all of them."""
    sample = drain(few)
    time = drained.finish_s / sample.finish_s if sample.finish_s else 0.0
    number = len(drained.journeys) / max(len(few.vms), 1)
    stay = drained.count(VmOutcome.LEFT)
    found = []
    for one in limits(few, sample):
        left = min(round(number * one.end.left), stay) if stay else 0
        over = one.end._replace(seconds=time * one.end.seconds, left=left)
        found.append(replace(one, end=over, saved_s=time * one.saved_s, freed=stay - left))
    return tuple(found)


def _of_cluster(
    question: DrainQuestion, drained: Drained, upgraded: Upgraded, before: float, guessed: list[Guess]
) -> list[Guess]:
    """The guesses of the whole upgrade: those of a host move all drains alike, and a reboot counts once a round."""
    rounds = -(-upgraded.hosts // min(question.parallel, max(upgraded.hosts - 1, 1)))
    reboots = rounds * question.reboot_s
    drains = max(upgraded.finish_s - reboots, 0.0)
    found = moved(guessed, lambda s: before + reboots + (drains * s / drained.finish_s if drained.finish_s else drains))
    spread = next((one for one in question.spreads if one.field == "reboot"), None)
    if spread:
        found.append(Guess(NAMES["reboot"], *(before + drains + rounds * 60 * end for end in (spread.low, spread.high))))
    return found
