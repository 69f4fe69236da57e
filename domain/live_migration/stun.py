"""How long a guest stands still while the memory of a device is copied: published tables, and nothing beyond them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from domain.catalog.records.live_migration import StunPoint, StunTable
from domain.live_migration.devices import Device
from domain.live_migration.scenario import Scenario
from domain.quantities.units import GB

Range = tuple[float, float]


def table_of(tables: Iterable[StunTable], device: Device, release: str) -> StunTable | None:
    """The table that was published for this release, if there is one: another release's slope is no answer."""
    return next((table for table in tables if table.device in device.traits and release in table.releases), None)


def stun(table: StunTable, scenario: Scenario) -> Range:
    """Least and most seconds for the device memory in use (0: not said); the most is infinite where the table does not reach.

    Between the table's sizes it is linear, and below the smallest that one's. Its times hold for its own link: on a faster one
    they are the most, and the bytes at the usable rate the least; on a slower one they are the least, as those bytes are.
    """
    state, points = scenario.frame_buffer_gb, table.points
    most = [(point.state_gb, _most(point, scenario.ram_gib)) for point in points]
    least, longest = _between([(point.state_gb, point.expected_s) for point in points], state), _between(most, state)
    if not state or state > points[-1].state_gb:
        longest = math.inf
    bytes_alone = state * GB / scenario.usable_bytes_s
    if scenario.link_gbps > table.link_gbps:
        return min(least, bytes_alone or least), longest
    return (least, longest) if scenario.link_gbps == table.link_gbps else (max(least, bytes_alone), math.inf)


def times_out(table: StunTable, scenario: Scenario) -> bool:
    """Whether the table itself has the move fail."""
    return table.times_out_from_gb is not None and scenario.frame_buffer_gb >= table.times_out_from_gb


def _most(point: StunPoint, ram_gib: float) -> float:
    """The most at one size: that of the next larger VM in the table; infinite where nothing is published."""
    if point.high_s is not None:
        return point.high_s
    return next((seconds for gb, seconds in sorted(point.by_memory_s.items()) if ram_gib <= gb), math.inf)


def _between(points: Sequence[Range], at: float) -> float:
    """The line through points of (size, seconds), level beyond both ends; infinite next to a point that is."""
    before = max((point for point in points if point[0] <= at), default=points[0])
    after = min((point for point in points if point[0] >= at), default=points[-1])
    if before[0] == after[0] or math.inf in (before[1], after[1]):
        return max(before[1], after[1])
    return before[1] + (after[1] - before[1]) * (at - before[0]) / (after[0] - before[0])
