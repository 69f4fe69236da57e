"""A rolling upgrade: every host in turn is drained, rebooted and filled again by the turns that follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.drain.plan import DrainPlan, Turn
from domain.drain.simulation import Run, emptied


@dataclass(frozen=True)
class Upgraded:
    """A cluster's upgrade, from the first host on."""

    finish_s: float
    """Projected where fewer hosts were simulated than there are."""
    hosts: int
    turns: tuple[Turn, ...]
    """Of the hosts that were simulated."""
    peak: int
    moves: int
    """Migrations, failed ones too, of these turns."""
    down_s: float
    """The longest time that a stopped VM is down."""
    unsure: tuple[str, ...] = ()
    """As in `Drained`."""

    @property
    def projected(self) -> bool:
        return len(self.turns) < self.hosts


def everywhere(plan: DrainPlan, share: float = 1.0) -> list[list[int]]:
    """The plan's VMs on each host; on all but the first only this share of them, spread evenly over the list."""
    size, some = len(plan.vms), _some(plan, share)
    return [[host * size + v for v in (some if host else range(size))] for host in range(plan.targets + 1)]


def _some(plan: DrainPlan, share: float) -> list[int]:
    numbers = range(len(plan.vms))
    return [v for v in numbers if math.floor((v + 1) * share + SLACK) > math.floor(v * share + SLACK)]


SLACK = 1e-9
"""What a sum of shares may fall short of a whole number."""


def upgrade(
    plan: DrainPlan,
    reboot_s: float,
    at_once: int = 1,
    most_moves: int | None = None,
    placed: Sequence[Sequence[int]] | None = None,
    others: float = 1.0,
) -> Upgraded:
    """Upgrade the plan's host and its targets, `at_once` at a time, with `placed` VMs on them at first: else the plan's, of which
    the `others` have this share.

    A VM that moved to a host whose turn is still to come moves again. What cannot move is stopped with each turn of its host and
    comes back with it. With `most_moves`, only as many hosts are simulated as that allows, at least two rounds, and the others
    are taken to last as long as those after the first round; if two rounds are more than twice as many moves, one host stands for
    all. ValueError unless 1 <= at_once < hosts and reboot_s >= 0.
    """
    hosts = plan.targets + 1
    if not 1 <= at_once < hosts:
        raise ValueError(f"{at_once} hosts at once of {hosts}: at least one must stay to take the VMs.")
    if not reboot_s >= 0:
        raise ValueError(f"reboot_s is {reboot_s:g}; it must be 0 or more.")
    shown, on_all = hosts, len(plan.vms) + plan.targets * len(_some(plan, others))
    if placed is not None:
        on_all = sum(map(len, placed))
    if most_moves is not None:
        each_host = max(on_all / hosts * expected_tries(plan), 1.0)
        shown = min(hosts, max(int(most_moves / each_host), 2 * at_once))
        if shown * each_host > 2 * most_moves:
            return _by_one_host(plan, reboot_s, at_once, on_all)
    placed = everywhere(plan, others) if placed is None else placed
    run = Run(plan, hosts, shown, at_once, reboot_s, placed).go()
    backs = sorted(turn.back_s for turn in run.turns)
    each = (backs[-1] - backs[at_once - 1]) / (shown - at_once) if shown > at_once else backs[-1] / shown
    return _upgraded(run, run.turns, backs[-1] + each * (hosts - shown), hosts)


def expected_tries(plan: DrainPlan) -> float:
    """Attempts of a VM on average, as far as they are simulated."""
    if plan.failure == 1:
        return 1.0 if plan.is_endless else plan.again + 1
    return min(1 / (1 - plan.failure), plan.again + 1)


def _by_one_host(plan: DrainPlan, reboot_s: float, at_once: int, on_all: int) -> Upgraded:
    """A round as the drain of one host with its part of the cluster's limits; later hosts also hold what the first have left.
    `on_all` hosts together are so many VMs.

    Where fewer migrations run in the cluster than hosts are drained, the hosts take turns; where fewer hosts receive than send,
    the receiving ends are shared by as many more.
    """
    hosts = plan.targets + 1
    receivers = hosts - at_once
    part = plan if plan.cluster is None else replace(plan, cluster=max(plan.cluster // at_once, 1))
    run = emptied(part)
    slower = max(1.0, at_once / receivers, 0.0 if plan.cluster is None else at_once / plan.cluster)
    fuller = on_all / receivers / max(len(plan.vms), 1)
    turn = replace(run.turns[0], back_s=run.turns[0].empty_s + reboot_s)
    drained = (turn.empty_s - turn.start_s) * slower
    rounds = -(-hosts // at_once)
    return _upgraded(run, [turn], rounds * (drained * max(fuller, 1.0) + reboot_s), hosts)


def _upgraded(run: Run, turns: Sequence[Turn], finish_s: float, hosts: int) -> Upgraded:
    return Upgraded(
        finish_s=finish_s,
        hosts=hosts,
        turns=tuple(turns),
        peak=run.peak,
        moves=sum(turn.attempts for turn in turns),
        down_s=max((turn.back_s - turn.start_s for turn in turns if turn.stopped + turn.left), default=0.0),
        unsure=run.plan.unsure(run.tries),
    )
