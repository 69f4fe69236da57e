"""The events of a drain: a deterministic simulation of hosts that hand their VMs to each other.

Between two events every copy goes on at a constant rate: 1 / seconds(share) of itself a second, where its share is the link of
the busier of its two hosts divided by the copies there, and at most the cap. An event changes who shares; nothing else is
stepped, so a run costs a few microseconds per migration and copy beside it.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from heapq import heappop, heappush

import numpy as np

from domain.drain.plan import DrainPlan, Ended, Try, Turn, Vm

INSTANT = 1e-9
"""Seconds below which two events are one and a copy takes no time: far below anything that is measured."""

IN_VAIN = 3
"""Attempts that are simulated of a VM that can never arrive and is tried without end: enough to see whom it holds up."""

DRAWS = 40
"""Most chances drawn for each VM; more attempts than that begin again with the first."""


@dataclass(slots=True, eq=False)
class _Flight:
    """A migration under way."""

    vm: int
    turn: Turn
    target: int
    start: float
    need: float
    """The part of the copy at which it ends, below 1 if it is to fail there."""
    rates: dict[int, float]
    """The part of its copy that is done in a second, by how many share its link."""
    copy: float = math.nan
    """When the copy began."""
    done: float = 0.0
    """The part of the copy that is over at `since`; the rest goes on at `rate` while `sharers` share its link."""
    rate: float = 0.0
    since: float = 0.0
    sharers: int = 0
    most: int = 0
    """The most that shared its link."""
    arrives: float = math.inf
    """When the copy gets to `need` at its rate."""
    late: float = math.inf
    """Its deadline."""
    end: float = math.inf
    """The earlier of the two."""


class Run:
    """One simulation: `hosts` hosts, of which the first `turns` are drained and rebooted, `at_once` at a time.

    `placed`: the numbers of the VMs on each host at first, of which no two are alike; without it the first host has the plan's.
    VM number v is plan.vms[v % len(plan.vms)].
    """

    def __init__(
        self,
        plan: DrainPlan,
        hosts: int,
        turns: int = 1,
        at_once: int = 1,
        reboot_s: float = 0.0,
        placed: Sequence[Sequence[int]] | None = None,
    ) -> None:
        self.plan, self.at_once, self.reboot_s = plan, at_once, reboot_s
        placed = [range(len(plan.vms))] if placed is None else placed
        self.tries: list[Try] = []
        """Every attempt that is over."""
        self.turns: list[Turn] = []
        """In the order in which they began."""
        self.running, self.peak = 0, 0
        """Migrations at once, now and at most."""
        self.on: list[dict[int, None]] = [{} for _ in range(hosts)]
        """The VMs on each host, in order."""
        for host, vms in enumerate(placed):
            self.on[host] = dict.fromkeys(vms)
        self.held = [len(vms) for vms in self.on]
        """How many VMs each host has or is about to get."""
        self.out, self.arriving = [0] * hosts, [0] * hosts
        """Migrations from and to each host, those that wait for their target too."""
        self.sending, self.receiving = [0] * hosts, [0] * hosts
        """Copies from and to each host."""
        self.pending = deque(range(turns))
        """Hosts whose turn is still to come."""
        self.open = list(range(hosts))
        """Hosts that take VMs."""
        self.draining: list[Turn] = []
        self.waiting: list[deque[int]] = [deque() for _ in range(hosts)]
        """The VMs of each host that can begin to move."""
        self.failures: Counter[int] = Counter()
        """Attempts of each VM that have failed since it came to its host."""
        self.stuck: set[int] = set()
        """VMs that are left behind for good."""
        self.copying: list[_Flight] = []
        self.now, self.number = 0.0, 0
        self.heap: list[tuple[float, int, Callable[[], None]]] = []
        """What happens later: when, the number that keeps what happens together in order, and what."""
        self.soonest, self.changed = math.inf, False
        """When the first of the copies ends, and whether that has to be found again."""
        self.may_start = True
        """Whether something has happened since the last look that lets a migration start."""
        of_kind: dict[int, dict[int, float]] = {}
        self.rates = [of_kind.setdefault(id(vm.seconds), {}) for vm in plan.vms]
        """`_Flight.rates` of each of the plan's VMs, one for all that have the same copy time."""
        self.tried: Counter[int] = Counter()
        """How many of its chances each VM has used."""
        self.again, self.draws = plan.again, int(min(plan.again + 1, DRAWS))
        count = 1 + max((max(vms, default=-1) for vms in placed), default=-1)
        self.chances = np.random.default_rng(plan.seed).random((count, self.draws, 2)).tolist() if plan.failure else []
        """For each VM and attempt: whether it fails, and where."""
        hopeless = [plan.is_endless and vm.migratable and plan.is_hopeless(vm) for vm in plan.vms]
        self.hopeless = hopeless if any(hopeless) else []
        """Of each of the plan's VMs: it is tried again without end, and in vain."""

    def go(self) -> Run:
        """Run until nothing more can happen."""
        while True:
            if self.pending:
                self._begin_turns()
            if self.may_start:
                self._admit()
            if self.changed:
                self._share()
            at = min(self.heap[0][0], self.soonest) if self.heap else self.soonest
            if at < math.inf:
                if at > self.now:
                    self.now = at
                if self.soonest <= self.now * (1 + INSTANT) + INSTANT:
                    self._end_copies()
                while self.heap and self.heap[0][0] <= self.now:
                    heappop(self.heap)[2]()
            elif self.copying:
                self._give_up()
            else:
                return self

    def _vm(self, number: int) -> Vm:
        return self.plan.vms[number % len(self.plan.vms)]

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        self.number += 1
        heappush(self.heap, (self.now + seconds, self.number, do))

    def _begin_turns(self) -> None:
        """Hosts to which something is on its way wait for their turn until it has arrived."""
        while self.pending and len(self.held) - len(self.open) < self.at_once:
            host = next((h for h in self.pending if not self.arriving[h]), None)
            if host is None:
                return
            self.pending.remove(host)
            self.open.remove(host)
            turn = Turn(host, len(self.on[host]), self.now)
            self.turns.append(turn)
            self.draining.append(turn)
            self.may_start = True
            for vm in self.on[host]:
                if self._vm(vm).migratable:
                    self.waiting[host].append(vm)
                else:
                    self._later(self.plan.shutdown_s, partial(self._stopped, turn))
            self._settle(turn)

    def _admit(self) -> None:
        plan, self.may_start = self.plan, False
        for turn in self.draining:
            waiting = self.waiting[turn.host]
            while (
                waiting
                and (plan.outbound is None or self.out[turn.host] < plan.outbound)
                and (plan.cluster is None or self.running < plan.cluster)
            ):
                free = self.open if plan.inbound is None else [h for h in self.open if self.arriving[h] < plan.inbound]
                if not free:
                    return
                self._start(turn, waiting.popleft(), min(free, key=self.held.__getitem__))

    def _start(self, turn: Turn, vm: int, target: int) -> None:
        need = 1.0
        if self.chances:
            chance, where = self.chances[vm][self.tried[vm] % self.draws]
            fails = chance < self.plan.failure and not self._is_last(vm)
            need = where if fails else 1.0
            self.tried[vm] += 1
        self.out[turn.host] += 1
        self.arriving[target] += 1
        self.held[target] += 1
        self.running += 1
        if self.running > self.peak:
            self.peak = self.running
        turn.attempts += 1
        flight = _Flight(vm, turn, target, self.now, need, self.rates[vm % len(self.rates)])
        self._later(self.plan.setup_s, partial(self._ready, flight))

    def _is_last(self, vm: int) -> bool:
        """It is the last attempt that is simulated of a VM which would be tried until it arrives."""
        return self.plan.is_endless and self.plan.failure < 1 and self.failures[vm] >= self.again

    def _share(self) -> None:
        """Give every copy whose company has changed its new rate, and find the one that ends first."""
        now, soonest = self.now, math.inf
        for flight in self.copying:
            sharers, arriving = self.sending[flight.turn.host], self.receiving[flight.target]
            if arriving > sharers:
                sharers = arriving
            if sharers != flight.sharers:
                flight.done += (now - flight.since) * flight.rate
                flight.sharers, flight.since = sharers, now
                if sharers > flight.most:
                    flight.most = sharers
                rate = flight.rate = flight.rates.get(sharers) or self._rate(flight, sharers)
                flight.arrives = now + max(flight.need - flight.done, 0.0) / rate if rate else math.inf
                flight.end = min(flight.arrives, flight.late)
            if flight.end < soonest:
                soonest = flight.end
        self.soonest, self.changed = soonest, False

    def _rate(self, flight: _Flight, sharers: int) -> float:
        """The part of the VM's copy that is done in a second."""
        seconds = self._vm(flight.vm).seconds(self.plan.share(sharers))
        flight.rates[sharers] = 1 / max(seconds, INSTANT)
        return flight.rates[sharers]

    def _end_copies(self) -> None:
        until = self.now * (1 + INSTANT) + INSTANT
        for flight in [f for f in self.copying if f.end <= until]:
            if flight.arrives <= flight.late:
                self._land(flight, Ended.ARRIVED if flight.need == 1 else Ended.FAILED)
            else:
                self._land(flight, Ended.OVERDUE if flight.rate else Ended.ENDLESS)

    def _ready(self, flight: _Flight) -> None:
        flight.copy = flight.since = self.now
        flight.late = self.now + self._vm(flight.vm).deadline_s
        self.sending[flight.turn.host] += 1
        self.receiving[flight.target] += 1
        self.copying.append(flight)
        self.changed = True

    def _stopped(self, turn: Turn) -> None:
        turn.stopped += 1
        self._settle(turn)

    def _back(self, turn: Turn) -> None:
        turn.back_s, self.may_start = self.now, True
        self.open.append(turn.host)
        self.open.sort()

    def _land(self, flight: _Flight, ended: Ended) -> None:
        """The copy is over: the VM has moved, tries again later or stays for good."""
        vm, turn, source, target = flight.vm, flight.turn, flight.turn.host, flight.target
        self.copying.remove(flight)
        self.changed = self.may_start = True
        self.sending[source] -= 1
        self.receiving[target] -= 1
        self.out[source] -= 1
        self.arriving[target] -= 1
        self.running -= 1
        self.tries.append(Try(vm, source, target, flight.start, flight.copy, self.now, ended, flight.most))
        if ended is Ended.ARRIVED:
            del self.failures[vm]
            del self.on[source][vm]
            self.on[target][vm] = None
            self.held[source] -= 1
            turn.moved += 1
            self._settle(turn)
            return
        self.held[target] -= 1
        self.failures[vm] += 1
        if self.failures[vm] > self.again or (self.hopeless and self._in_vain(vm, source)):
            turn.left += 1
            self.stuck.add(vm)
            self._settle(turn)
        else:
            self._later(self.plan.pause(self.failures[vm]), partial(self._wait, source, vm))

    def _wait(self, source: int, vm: int) -> None:
        self.waiting[source].append(vm)
        self.may_start = True

    def _in_vain(self, vm: int, source: int) -> bool:
        """The VM never moves, and no other of its host would be held up by another attempt."""
        size = len(self.hopeless)
        if not self.hopeless[vm % size]:
            return False
        return self.failures[vm] >= IN_VAIN or not any(
            not self.hopeless[other % size] and other not in self.stuck and self._vm(other).migratable
            for other in self.on[source]
        )

    def _give_up(self) -> None:
        """No copy will ever end and nothing else will happen: they are left behind, without another attempt."""
        for flight in list(self.copying):
            self.failures[flight.vm] = self.again
            self._land(flight, Ended.ENDLESS)

    def _settle(self, turn: Turn) -> None:
        if turn.moved + turn.stopped + turn.left == turn.vms:
            turn.empty_s = self.now
            self.draining.remove(turn)
            self._later(self.reboot_s, partial(self._back, turn))


@lru_cache(maxsize=8)
def emptied(plan: DrainPlan) -> Run:
    """The drain of the plan's host, run to its end."""
    return Run(plan, plan.targets + 1).go()
