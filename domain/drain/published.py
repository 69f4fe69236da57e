"""Drains and upgrades that others timed: what the drain window says of them from what is stated, and how far off it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from statistics import median

from domain.catalog.loading import Catalog
from domain.catalog.records.published_drains import PublishedDrain
from domain.catalog.vocabulary import DrainSpan, DrainTopic, Platform
from domain.drain.cases import DrainCase
from domain.drain.copy_times import Way, way
from domain.drain.fields import rule
from domain.drain.one_host import drain
from domain.drain.plan import DrainPlan, VmOutcome
from domain.drain.question import DrainQuestion, plan
from domain.drain.rolling_upgrade import upgrade
from domain.drain.vm_classes import VmClass
from domain.live_migration.evidence.published import LINKS_GBPS
from domain.live_migration.platforms import facts_of
from domain.quantities.units import GBIT, GIB, MB

Range = tuple[float, float]
"""Least and most."""


@dataclass(frozen=True)
class Foreseen:
    """Least and most seconds over all that a source leaves open, and the answer in the middle of them.

    Most is infinite where no VM is stated, or where some of what is left open has a copy that never ends.
    """

    low_s: float
    high_s: float

    @property
    def middle_s(self) -> float:
        """The geometric mean, as a range of factors has its middle there; infinite where the range is."""
        return math.sqrt(self.low_s * self.high_s)


@dataclass(frozen=True)
class Held:
    """A published time beside the answer; `foreseen` is None where not enough is stated for one."""

    row: PublishedDrain
    foreseen: Foreseen | None

    @property
    def published(self) -> Range:
        """The ends of what is published; twice the same where it is one time."""
        took = self.row.took_s or 0.0  # a record without it has both ends
        return self.row.low_s or took, self.row.high_s or took

    @property
    def published_s(self) -> float:
        """The time that is published, or the middle of its ends."""
        return self.row.took_s or math.sqrt(math.prod(self.published))

    @property
    def is_bounded(self) -> bool:
        """The answer has two ends, so it can be wrong on both sides."""
        return self.foreseen is not None and self.foreseen.high_s < math.inf

    @property
    def ratio(self) -> float | None:
        """The middle of the answer over the published time; None without both ends."""
        return self.foreseen.middle_s / self.published_s if self.foreseen and self.is_bounded else None

    @property
    def is_inside(self) -> bool | None:
        """The published time, or some of it, lies in the range of the answer; None without an answer."""
        if self.foreseen is None:
            return None
        return self.foreseen.low_s <= self.published[1] + ROUNDED_S and self.published[0] - ROUNDED_S <= self.foreseen.high_s


ROUNDED_S = 0.5
"""Sources print whole seconds."""


@dataclass(frozen=True)
class DrainError:
    """How far the answers are off from what was measured: of `bounded` ones, how many hold it, and by what factor they err."""

    bounded: int
    inside: int
    factor: float
    """The median of the larger of ratio and its inverse, of the middle of each answer."""


def error(rows: Iterable[Held]) -> DrainError:
    """Of the measured rows whose answer has two ends. ValueError if none has."""
    ratios = [(held.ratio, held.is_inside) for held in rows if not held.row.example]
    factors = [max(ratio, 1 / ratio) for ratio, _ in ratios if ratio]
    if not factors:
        raise ValueError("no answer has two ends")
    return DrainError(len(factors), sum(bool(inside) for ratio, inside in ratios if ratio), median(factors))


def held(row: PublishedDrain, catalog: Catalog) -> Held:
    """The published time beside what the drain window's model says."""
    return Held(row, foreseen(row, catalog))


def foreseen(row: PublishedDrain, catalog: Catalog) -> Foreseen | None:
    """The model's time at every corner of what the source leaves open; None where it says too little.

    Equal VMs share the stated memory. Open are the link (LINKS_GBPS), the migrations at once (one to all), the setup, the working
    set and the reboot (between the ends that data/drain_rules.yaml gives them), and the writes (`_writes`).
    """
    if row.vms is None:
        if row.span is DrainSpan.EMPTIED:
            return None
        return Foreseen(_ends(catalog, DrainTopic.REBOOT, row.reboot_min)[0] * 60, math.inf)
    times = [_seconds(row, question, case) for question, case in _corners(row, catalog)]
    return Foreseen(min(times), max(times))


def _seconds(row: PublishedDrain, question: DrainQuestion, case: DrainCase) -> float:
    """From the start to the end of the row's span; infinite where a VM stays behind."""
    asked = plan(question, case) if question.classes else question.plan
    if row.span is DrainSpan.CLUSTER:
        return (question.before(case) or 0.0) + upgrade(asked, question.reboot_s, question.parallel).finish_s
    drained = drain(asked) if asked.vms else None
    empty_s = 0.0 if drained is None else math.inf if drained.count(VmOutcome.LEFT) else drained.finish_s
    return empty_s + (question.reboot_s if row.span is DrainSpan.BACK else 0.0)


def _corners(row: PublishedDrain, catalog: Catalog) -> Iterator[tuple[DrainQuestion, DrainCase]]:
    """Every combination of the ends of what is open."""
    platform, count = row.platform, row.vms or 0
    ends = Way() if platform is None else way(platform, facts_of(catalog.migration_profiles.values(), platform))
    ram = (row.memory_gib or 0) * GIB / max(count, 1)
    links = LINKS_GBPS if row.link_gbps is None else (row.link_gbps,)
    at_once = {1, max(count, 1)} if row.at_once is None else {row.at_once}
    setups, shares = _ends(catalog, DrainTopic.SETUP), _ends(catalog, DrainTopic.WORKING_SET)
    reboots = _ends(catalog, DrainTopic.REBOOT, 0.0 if row.span is DrainSpan.EMPTIED else row.reboot_min)
    writing = [(0.0, shares[0]), *((_writes(catalog) * ram, share) for share in shares if not row.idle)]
    for link, limit, setup, (dirty, share), reboot in product(links, sorted(at_once), setups, writing, reboots):
        classes = (VmClass(count, "VM", ram, dirty),) if count else ()
        asked = DrainPlan(vms=(), link=link * GBIT, targets=max((row.hosts or 2) - 1, 1), setup_s=setup)
        question = DrainQuestion(
            classes, asked, 60 * reboot, row.hosts_at_once or 1, share / 100, before_s=_before_s(row, catalog)
        )
        yield question, DrainCase(row.id, row.label, platform or Platform.OVE, limit, None, None, way=ends)


def _before_s(row: PublishedDrain, catalog: Catalog) -> float:
    """What comes before the first host: as the source has it, else as the platform documents it, else not counted."""
    if row.before_min is not None:
        return 60 * row.before_min
    documented = rule(catalog.drain_rules.values(), DrainTopic.BEFORE, row.platform)
    return 60 * documented.value if documented and documented.value else 0.0


def _ends(catalog: Catalog, topic: DrainTopic, stated: float | None = None) -> Range:
    """What is stated, or else the ends of the number that the drain window assumes."""
    if stated is not None:
        return stated, stated
    row = rule(catalog.drain_rules.values(), topic)
    if row is None or row.low is None or row.high is None:
        raise LookupError(f"no row of data/drain_rules.yaml has ends for {topic.value}")
    return row.low, row.high


def _writes(catalog: Catalog) -> float:
    """Bytes per second that a guest writes for each byte of its memory: the median of the guests to start from."""
    return median(preset.dirty_mb_s * MB / (preset.ram_gib * GIB) for preset in catalog.migration_presets.values())
