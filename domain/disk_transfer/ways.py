"""How long the same plan takes by another way than MTV with the VDDK: by what is published of its rate, or by a given one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.catalog.loading import Catalog
from domain.catalog.records.disk_transfer import TransferMethod
from domain.disk_transfer.advice import TransferQuestion, cold_seconds
from domain.disk_transfer.copy_model import CopyPlan
from domain.disk_transfer.lab import rate


@dataclass(frozen=True)
class WayTime:
    """The plan by a way: seconds of the copy from its fastest to its slowest rate; without a rate both are None.

    `rates`: bytes per second behind them, slowest first. `given`: by the visitor.
    """

    method: TransferMethod
    rates: tuple[float, ...]
    given: bool
    fast: float | None = None
    slow: float | None = None


def other_ways(catalog: Catalog, asked: TransferQuestion) -> tuple[WayTime, ...]:
    """Every way of the catalogue whose time can be reckoned once its rate is known."""
    return tuple(_way(catalog, asked, row) for row in catalog.transfer_methods.values() if row.rate_field)


def _way(catalog: Catalog, asked: TransferQuestion, row: TransferMethod) -> WayTime:
    given = dict(asked.rates).get(row.rate_field or "")
    rates = (given,) if given else tuple(rate(catalog.transfer_rates[id_]) for id_ in row.rates)
    if not rates:
        return WayTime(row, (), given=False)
    at_once = catalog.transfer_rates[row.at_once].value if row.at_once else None
    seconds = sorted(_seconds(asked, row, value, at_once) for value in (rates[0], rates[-1]))
    return WayTime(row, rates, given is not None, seconds[0], seconds[-1])


def _seconds(asked: TransferQuestion, row: TransferMethod, value: float, at_once: float | None) -> float:
    """Of a way over the ESXi hosts the cold migration with this rate a disk; of the others what their own ceilings ask.

    An array copies the disks' size, not their data, and over no network. A queue of disks lasts at least as long as its
    largest disk, and as all of them at the rate of those that go at once.
    """
    plan = asked.plan
    if row.path == "ESXi hosts":
        return float(cold_seconds(replace(asked, cold=replace(asked.cold, disk=value)), plan))
    if row.path == "array":
        return float(plan.total_bytes / plan.used / value)
    return _queue(plan, value, at_once, asked.cold.network)


def _queue(plan: CopyPlan, value: float, at_once: float | None, network: float) -> float:
    side = min(float(plan.vms * plan.disks), at_once or np.inf)
    total = float(plan.total_bytes)
    return max(float(plan.vm_bytes * plan.largest) / value, total / (side * value), total / network)


def known(ways: Sequence[WayTime]) -> list[WayTime]:
    """Those that have a time."""
    return [way for way in ways if way.slow is not None]
