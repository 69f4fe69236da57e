"""A rolling upgrade: every host in turn is drained, rebooted and filled again by the turns that follow."""

from __future__ import annotations

from dataclasses import dataclass

from domain.drain.plan import DrainPlan, Turn
from domain.drain.simulation import Run


@dataclass(frozen=True)
class Upgraded:
    """A cluster's upgrade."""

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


def upgrade(plan: DrainPlan, reboot_s: float, at_once: int = 1, most_moves: int | None = None) -> Upgraded:
    """Upgrade the plan's host and its targets, each with the plan's VMs on it at first, `at_once` at a time.

    A VM that moved to a host whose turn is still to come moves again. What cannot move is stopped with each turn of its host and
    comes back with it. With `most_moves`, only as many hosts are simulated as that allows, at least two rounds, and the others
    are taken to last as long as those after the first round. ValueError unless 1 <= at_once < hosts and reboot_s >= 0.
    """
    hosts = plan.targets + 1
    if not 1 <= at_once < hosts:
        raise ValueError(f"{at_once} hosts at once of {hosts}: at least one must stay to take the VMs.")
    if not reboot_s >= 0:
        raise ValueError(f"reboot_s is {reboot_s:g}; it must be 0 or more.")
    shown = hosts if most_moves is None else min(hosts, max(most_moves // max(len(plan.vms), 1), 2 * at_once))
    run = Run(plan, hosts, shown, at_once, reboot_s, everywhere=True).go()
    backs = sorted(turn.back_s for turn in run.turns)
    each = (backs[-1] - backs[at_once - 1]) / (shown - at_once) if shown > at_once else backs[-1] / shown
    return Upgraded(
        finish_s=backs[-1] + each * (hosts - shown),
        hosts=hosts,
        turns=tuple(run.turns),
        peak=run.peak,
        moves=sum(turn.attempts for turn in run.turns),
        down_s=max((turn.back_s - turn.start_s for turn in run.turns if turn.stopped + turn.left), default=0.0),
        unsure=plan.unsure(run.tries),
    )
