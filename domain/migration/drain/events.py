"""The events of a drain: a deterministic simulation of hosts that hand their VMs to each other.

Between two events every copy goes on at a constant rate: 1 / seconds(share) of itself a second, where its share is the link of
the busier of its two hosts divided by the copies there, and at most the cap. An event changes who shares; nothing else is
stepped, so a run costs a few microseconds per migration and copy beside it.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

import numpy as np

from domain.migration.drain.plan import Plan, Try, Turn, Vm

INSTANT = 1e-9
"""Seconds below which two events are one and a copy takes no time: far below anything that is measured."""

DRAWS = 16
"""Chances drawn for each VM; more attempts than that begin again with the first."""


@dataclass(slots=True, eq=False)
class _Flight:
    """A migration under way. `need` is the part of the copy at which it ends, below 1 if it is to fail there."""

    vm: int
    source: int
    target: int
    start: float
    need: float
    copy: float = math.nan
    done: float = 0.0
    rate: float = 0.0
    since: float = 0.0
    sharers: int = 0
    end: float = math.inf


@dataclass(slots=True)
class _Turn:
    """A host's turn while it lasts; `remaining` are the VMs whose fate is open."""

    host: int
    start: float
    remaining: int
    waiting: deque[int] = field(default_factory=deque)
    empty: float = math.inf
    back: float = math.inf
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[int] = field(default_factory=Counter)


class Run:
    """One simulation: `hosts` hosts, of which the first `turns` are drained and rebooted, `at_once` at a time.

    Every host holds the plan's VMs if `everywhere`, otherwise only the first does. VM number v is plan.vms[v % len(plan.vms)].
    After `go()`: `turns`, `tries` (every attempt), `left` and `stopped` (number of the VM and time), `peak`.
    """

    def __init__(
        self, plan: Plan, hosts: int, turns: int = 1, at_once: int = 1, reboot_s: float = 0.0, everywhere: bool = False
    ) -> None:
        self.plan, self.at_once, self.reboot_s = plan, at_once, reboot_s
        size = len(plan.vms)
        filled = hosts if everywhere else 1
        self.on: list[dict[int, None]] = [{} for _ in range(hosts)]
        for host in range(filled):
            self.on[host] = dict.fromkeys(range(host * size, (host + 1) * size))
        self.held = [len(vms) for vms in self.on]
        self.out, self.arriving = [0] * hosts, [0] * hosts
        self.sending, self.receiving = [0] * hosts, [0] * hosts
        self.pending = deque(range(turns))
        self.open = list(range(hosts))
        self.draining: list[_Turn] = []
        self.turns: list[_Turn] = []
        self.copying: list[_Flight] = []
        self.heap: list[tuple[float, int, str, Any]] = []
        self.tries: list[Try] = []
        self.left: dict[int, float] = {}
        self.stopped: dict[int, float] = {}
        self.now, self.running, self.peak, self.number, self.changed = 0.0, 0, 0, 0, False
        self.rates: dict[tuple[int, int], float] = {}
        self.tried: Counter[int] = Counter()
        self.chances = np.random.default_rng(plan.seed).random((size * filled, DRAWS, 2)).tolist() if plan.failure else []

    def go(self) -> Run:
        """Run until nothing more can happen."""
        while True:
            self._begin_turns()
            self._admit()
            self._share()
            at = min(self.heap[0][0] if self.heap else math.inf, min((f.end for f in self.copying), default=math.inf))
            if at < math.inf:
                self.now = max(at, self.now)
                self._end_copies()
                self._happen()
            elif self.copying:
                self._give_up()
            else:
                return self

    def results(self) -> tuple[Turn, ...]:
        """The turns in the order in which they began."""
        return tuple(
            Turn(t.host, t.start, t.empty, t.back, t.counts["moved"], t.counts["stopped"], t.counts["left"], t.counts["attempts"])
            for t in self.turns
        )

    def _vm(self, number: int) -> Vm:
        return self.plan.vms[number % len(self.plan.vms)]

    def _later(self, seconds: float, what: str, about: Any) -> None:
        self.number += 1
        heappush(self.heap, (self.now + seconds, self.number, what, about))

    def _begin_turns(self) -> None:
        """Hosts to which something is on its way wait for their turn until it has arrived."""
        while self.pending and len(self.held) - len(self.open) < self.at_once:
            host = next((h for h in self.pending if not self.arriving[h]), None)
            if host is None:
                return
            self.pending.remove(host)
            self.open.remove(host)
            turn = _Turn(host, self.now, len(self.on[host]))
            self.turns.append(turn)
            self.draining.append(turn)
            for vm in self.on[host]:
                if self._vm(vm).migratable:
                    turn.waiting.append(vm)
                else:
                    self._later(self.plan.shutdown_s, "stopped", (turn, vm))
            self._settle(turn)

    def _admit(self) -> None:
        plan = self.plan
        for turn in self.draining:
            while (
                turn.waiting
                and (plan.outbound is None or self.out[turn.host] < plan.outbound)
                and (plan.cluster is None or self.running < plan.cluster)
            ):
                free = self.open if plan.inbound is None else [h for h in self.open if self.arriving[h] < plan.inbound]
                if not free:
                    return
                self._start(turn, turn.waiting.popleft(), min(free, key=self.held.__getitem__))

    def _start(self, turn: _Turn, vm: int, target: int) -> None:
        need = 1.0
        if self.chances:
            chance, where = self.chances[vm][self.tried[vm] % DRAWS]
            need = where if chance < self.plan.failure else 1.0
            self.tried[vm] += 1
        self.out[turn.host] += 1
        self.arriving[target] += 1
        self.held[target] += 1
        self.running += 1
        self.peak = max(self.peak, self.running)
        turn.counts["attempts"] += 1
        self._later(self.plan.setup_s, "ready", (turn, _Flight(vm, turn.host, target, self.now, need)))

    def _share(self) -> None:
        """Give every copy whose company has changed its new rate."""
        if not self.changed:
            return
        self.changed = False
        for flight in self.copying:
            sharers = max(self.sending[flight.source], self.receiving[flight.target])
            if sharers != flight.sharers:
                flight.done += (self.now - flight.since) * flight.rate
                flight.sharers, flight.since, flight.rate = sharers, self.now, self._rate(flight.vm, sharers)
                left = max(flight.need - flight.done, 0.0)
                flight.end = self.now + left / flight.rate if flight.rate else math.inf

    def _rate(self, vm: int, sharers: int) -> float:
        """The part of the VM's copy that is done in a second."""
        key = (vm % len(self.plan.vms), sharers)
        if key not in self.rates:
            seconds = self._vm(vm).seconds(min(self.plan.cap, self.plan.link / sharers))
            self.rates[key] = 1 / max(seconds, INSTANT)
        return self.rates[key]

    def _end_copies(self) -> None:
        until = self.now * (1 + INSTANT) + INSTANT
        for flight in [f for f in self.copying if f.end <= until]:
            self._land(flight, flight.need == 1)

    def _happen(self) -> None:
        while self.heap and self.heap[0][0] <= self.now:
            _, _, what, about = heappop(self.heap)
            getattr(self, f"_on_{what}")(about)

    def _on_ready(self, about: tuple[_Turn, _Flight]) -> None:
        flight = about[1]
        flight.copy = flight.since = self.now
        self.sending[flight.source] += 1
        self.receiving[flight.target] += 1
        self.copying.append(flight)
        self.changed = True
        if (deadline := self._vm(flight.vm).deadline_s) < math.inf:
            self._later(deadline, "overdue", flight)

    def _on_overdue(self, flight: _Flight) -> None:
        if flight in self.copying:
            self._land(flight, False)

    def _on_again(self, about: tuple[_Turn, int]) -> None:
        turn, vm = about
        turn.waiting.append(vm)

    def _on_stopped(self, about: tuple[_Turn, int]) -> None:
        turn, vm = about
        self.stopped[vm] = self.now
        self._fate(turn, "stopped")

    def _on_back(self, turn: _Turn) -> None:
        turn.back = self.now
        self.open.append(turn.host)
        self.open.sort()

    def _land(self, flight: _Flight, arrived: bool) -> None:
        """The copy is over: the VM has moved, tries again later or stays for good."""
        turn = next(turn for turn in self.draining if turn.host == flight.source)
        self.copying.remove(flight)
        self.changed = True
        self.sending[flight.source] -= 1
        self.receiving[flight.target] -= 1
        self.out[flight.source] -= 1
        self.arriving[flight.target] -= 1
        self.running -= 1
        vm = flight.vm
        self.tries.append(Try(vm, flight.source, flight.target, flight.start, flight.copy, self.now, arrived))
        if arrived:
            del self.on[flight.source][vm]
            self.on[flight.target][vm] = None
            self.held[flight.source] -= 1
            self._fate(turn, "moved")
            return
        self.held[flight.target] -= 1
        turn.failures[vm] += 1
        if turn.failures[vm] > self.plan.retries:
            self.left[vm] = self.now
            self._fate(turn, "left")
        else:
            self._later(self.plan.backoff_s, "again", (turn, vm))

    def _give_up(self) -> None:
        """No copy will ever end and nothing else will happen: they are left behind, without another attempt."""
        for flight in list(self.copying):
            turn = next(turn for turn in self.draining if turn.host == flight.source)
            turn.failures[flight.vm] = self.plan.retries
            self._land(flight, False)

    def _fate(self, turn: _Turn, what: str) -> None:
        turn.counts[what] += 1
        turn.remaining -= 1
        self._settle(turn)

    def _settle(self, turn: _Turn) -> None:
        if not turn.remaining:
            turn.empty = self.now
            self.draining.remove(turn)
            self._later(self.reboot_s, "back", turn)
