"""Migration time's question in the units of the field, and what it is for the estimator."""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum
from typing import Literal, Self

import numpy as np

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.devices import Device
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.guest import Asked, Guest, Path, Rules
from domain.live_migration.engine.state import SYNC_EVERY_S
from domain.quantities.units import GBIT, GIB, MB, MIB, PAGE
from domain.quantities.wording import number_in_words


class Sureness(StrEnum):
    """How an input is known. All spreads are assumptions; what a measurement is worth is in the measurements' README.

    PRESET is what nobody has typed. The presets' notes say how far off they may be: the databases and caches of the CSAP dataset
    write a third of the preset's rate and less (data/migration_presets.yaml).
    """

    factor: float
    """Dirty rate and working set lie between a value divided and multiplied by this."""
    bandwidth_factor: float
    """What the network moves lies between a value divided and multiplied by this."""
    zero_points: float
    """The share of zero pages lies within so many percentage points of the value."""

    EXACT = "exact"
    MEASURED = "measured", 1.1, 1.03, 5.0
    ESTIMATED = "estimated", 1.3, 1.1, 10.0
    GUESSED = "guessed", 2.0, 1.25, 25.0
    PRESET = "the preset's", 3.0, 1.25, 25.0

    def __new__(cls, value: str, factor: float = 1.0, bandwidth_factor: float = 1.0, zero_points: float = 0.0) -> Self:
        """The value alone is the member."""
        word = str.__new__(cls, value)
        word._value_, word.factor, word.bandwidth_factor, word.zero_points = value, factor, bandwidth_factor, zero_points
        return word

    @property
    def meaning(self) -> str:
        """`factor` in words."""
        wide = {Sureness.GUESSED: "half to double", Sureness.PRESET: "a third to triple"}
        return wide.get(self) or self._within(self.factor)

    @property
    def path_meaning(self) -> str:
        """`bandwidth_factor` and `zero_points` in words."""
        zeros = f", zero pages within {self.zero_points:g} points" if self.zero_points else ""
        return f"bandwidth {self._within(self.bandwidth_factor)}{zeros}"

    def _within(self, factor: float) -> str:
        return f"within {factor * 100 - 100:.0f} %" if factor > 1 else "as given"


@dataclass(frozen=True)
class NumberField:
    """A number of Migration time: its name in sentences, its unit and its bounds."""

    label: str
    unit: str
    low: float
    high: float

    def step_from(self, value: float | None) -> float:
        """By how much it is turned up and down from `value`, in its own unit: a round figure of at most a fifth of it.

        Sizes go by a quarter of a power of two, as they are bought. 1 where there is no value, or the number counts things.
        """
        if self.unit == "%":
            return 5
        if not value or not self.unit:
            return 1
        if self.unit == "GiB":
            return 2.0 ** (math.floor(math.log2(value)) - 2)
        tens = 10.0 ** math.floor(math.log10(value / 5))
        return max(one * tens for one in (1, 2, 5) if one * tens <= value / 5)


SMALLEST_GIB, LARGEST_GIB = 0.125, 24_576.0
"""Memory that is taken for meant: from 128 MiB to the 24 TB of the key number max-ram-per-vm, counted as 24 x 1,024 GiB."""

NUMBERS = {
    "ram_gib": NumberField("Memory", "GiB", SMALLEST_GIB, LARGEST_GIB),
    "dirty_mb_s": NumberField("Dirty rate", "MB/s", 0, 1_000_000),
    "working_set_gib": NumberField("Working set", "GiB", 0, LARGEST_GIB),
    "zero_percent": NumberField("Zero pages", "%", 0, 100),
    "link_gbps": NumberField("Link", "Gbit/s", 0.01, 1_600),
    "usable_percent": NumberField("Usable share of the link", "%", 1, 100),
    "stream_gbps": NumberField("Ceiling of the stream", "Gbit/s", 0, 1_600),
    "bandwidth_per_migration_mib_s": NumberField("Bandwidth cap", "MiB/s", 0, 200_000),
    "downtime_limit_ms": NumberField("Downtime limit", "ms", 1, 2_000_000),
    "completion_timeout_per_gib": NumberField("completionTimeoutPerGiB", "s", 0, 100_000),
    "volumes_gib": NumberField("Volumes that move too", "GiB", 0, 1_000_000),
    "frame_buffer_gb": NumberField("Frame buffer in use", "GB", 0, 1_000),
    "vmotion_adapters": NumberField("vMotion adapters", "", 1, 16),
    "setup_s": NumberField("Setup", "s", 0, 36_000),
    "handover_s": NumberField("Hand-over of the device", "s", 0, 3_600),
}
"""Bounds: 1.6 Tbit/s is the fastest Ethernet, 2,000,000 ms QEMU's own maximum of the downtime limit; the rest keeps typing
errors out."""

ZERO_IS_NONE, LEAST_RATE = ("stream_gbps", "bandwidth_per_migration_mib_s"), 0.001
"""Limits that 0 takes away; less than a thousandth is a slip of the key."""


ZEROS_S_PER_GIB = (1 / 21, 1 / 17, 1 / 13)
"""Seconds for each GiB of zero pages at best, in the middle and at worst: QEMU reads such a page before it leaves it out.

Of one thread, by two lists of figures of QEMU's maintainer: 15.8 GiB of them took 0.75 s and more (qemu-devel
20220310153454.3929-1), 1,011 GiB 70 to 76 s with 16 GiB of data (20220728120709.5782-1). Elsewhere nothing is published, and
who leaves a page out has read it.
"""

ZEROS_S_PER_GIB_STREAMS = (ZEROS_S_PER_GIB[0] / kubevirt.CHANNELS, 1 / 50, ZEROS_S_PER_GIB[2])
"""The same over several streams, which look for themselves since QEMU 9.0 (multifd, zero-page-detection): nothing is published,
so from all of them at once to one thread, and between the two in the middle."""


class NotPossibleError(ValueError):
    """A number that cannot be: a sentence, and the field of the scenario that is at fault."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Scenario:
    """A guest, a path and KubeVirt's settings, in the units in which they are talked about (see NUMBERS).

    `stream_gbps` 0: the streams are as fast as the link; `stream_low_gbps`: their rate is only known to lie between the two, 0:
    it is known. `bandwidth_per_migration_mib_s` 0: no cap; `completion_timeout_per_gib` 0: no deadline. `channels`: QEMU sends
    over several connections. `disruption` None: not set. `volumes_gib` move with the VM, and are copied before its memory;
    `volumes_count`: the deadline counts them. `frame_buffer_gb` of the `device` in use. `setup_s` passes before anything is
    copied, and a hand-over of the device, which takes anything up to `handover_s`; the deadline counts neither. `setup_low_s` and
    `setup_high_s`: between which a setup lies that nobody gave; 0 and 0: it is known.
    NotPossibleError, a sentence, for a number out of its bounds, a working set larger than the memory, and writes without one.
    """

    ram_gib: float
    dirty_mb_s: float
    working_set_gib: float
    zero_percent: float = 0
    writes: WritePattern = WritePattern.RANDOM
    _: KW_ONLY
    link_gbps: float
    usable_percent: float
    downtime_limit_ms: float
    completion_timeout_per_gib: float
    stream_gbps: float = 0
    stream_low_gbps: float = 0
    bandwidth_per_migration_mib_s: float = 0
    channels: bool = True
    auto_converge: bool = False
    post_copy: bool = False
    disruption: bool | None = None
    device: Device = Device.NONE
    frame_buffer_gb: float = 0
    volumes_gib: float = 0
    volumes_count: bool = True
    vmotion_adapters: float = 1
    setup_s: float = 0
    setup_low_s: float = 0
    setup_high_s: float = 0
    handover_s: float = 0

    def __post_init__(self) -> None:
        for name, number in NUMBERS.items():
            value = getattr(self, name)
            must = f"{number.label} must be"
            if not number.low <= value <= number.high:
                low, high = number_in_words(number.low), number_in_words(number.high)
                raise NotPossibleError(name, f"{must} from {low} to {high} {number.unit}, not {value:,g}.")
            if name in ZERO_IS_NONE and 0 < value < LEAST_RATE:
                raise NotPossibleError(name, f"{must} 0, for none, or at least {LEAST_RATE:g} {number.unit}, not {value:g}.")
        if self.working_set_gib > self.ram_gib:
            raise NotPossibleError(
                "working_set_gib",
                f"The working set of {self.working_set_gib:,g} GiB is larger than the memory of {self.ram_gib:,g} GiB; "
                "give at most the memory.",
            )
        if self.dirty_mb_s and self.working_set_gib * GIB < PAGE:
            raise NotPossibleError(
                "working_set_gib",
                f"{self.dirty_mb_s:,g} MB/s of writes need a working set of at least a page, 4 KiB; "
                "give one, or a dirty rate of 0.",
            )

    @property
    def usable_bytes_s(self) -> float:
        """The usable share of the link, bytes per second."""
        return self.link_gbps * GBIT * self.usable_percent / 100

    @property
    def path_bytes_s(self) -> tuple[float, float]:
        """What the network gives one migration, least and most, bytes per second: the usable link, or what its streams move."""
        most = min(self.usable_bytes_s, self.stream_gbps * GBIT or np.inf)
        return min(self.stream_low_gbps * GBIT or most, most), most

    @property
    def link_bytes_s(self) -> float:
        """The middle of that range, by factors; where the streams' rate is known, the rate itself."""
        least, most = self.path_bytes_s
        return most if least == most else math.sqrt(least * most)

    def with_streams(self, low_gbps: float, high_gbps: float) -> Scenario:
        """The same over streams that move together between these rates, in Gbit/s; 0 as in the fields."""
        return replace(self, stream_low_gbps=low_gbps, stream_gbps=high_gbps)

    @property
    def vfio(self) -> bool:
        return self.device.is_vfio

    @property
    def fixed_s(self) -> float:
        """Seconds that do not depend on the bytes sent: setup, reading zeros, and half of the longest hand-over of a device."""
        return self.setup_s + self.zeros_s[1] + self.handover_s / 2

    @property
    def zeros_s(self) -> tuple[float, float, float]:
        """Seconds that reading the zero pages takes, at best, in the middle and at worst."""
        rates = ZEROS_S_PER_GIB_STREAMS if self.channels else ZEROS_S_PER_GIB
        best, middle, worst = (self.ram_gib * self.zero_percent / 100 * each for each in rates)
        return best, middle, worst

    @property
    def fixed_range_s(self) -> tuple[float, float]:
        """Between which setup and the reading of zeros lie, in seconds, where they are not known."""
        low, high = (self.setup_low_s, self.setup_high_s) if self.setup_high_s else (self.setup_s, self.setup_s)
        return low + self.zeros_s[0], high + self.zeros_s[2]

    @property
    def guest(self) -> Guest:
        return Guest(
            ram=self.ram_gib * GIB,
            dirty_rate=self.dirty_mb_s * MB,
            working_set=self.working_set_gib * GIB,
            zero_share=self.zero_percent / 100,
            writes=self.writes,
            volumes=self.volumes_gib * GIB,
        )

    @property
    def path(self) -> Path:
        late = kubevirt.CHANNELS * kubevirt.PACKET if self.channels else 0
        return Path(self.link_bytes_s, self.bandwidth_per_migration_mib_s * MIB or np.inf, late)

    @property
    def bandwidth(self) -> float:
        """Bytes per second that the migration really gets: the cap (and what slips past it) or the link."""
        return float(self.path.rate)

    @property
    def binds(self) -> Literal["cap", "stream", "link"]:
        """What limits the bandwidth: the cap, the ceiling of the stream, or the usable share of the link."""
        if self.bandwidth < self.link_bytes_s:
            return "cap"
        return "stream" if self.link_bytes_s < self.usable_bytes_s else "link"

    @property
    def rules(self) -> Rules:
        return Rules(
            downtime_limit=self.downtime_limit_ms / 1000,
            auto_converge=self.auto_converge,
            sync_every=SYNC_EVERY_S,
            deadline=kubevirt.deadline(self.counted_gib * GIB, self.completion_timeout_per_gib),
            at_deadline=kubevirt.at_deadline(self.post_copy, self.disruption, self.vfio),
            setup=self.fixed_s,
        )

    @property
    def counted_gib(self) -> float:
        """What the deadline counts."""
        return self.ram_gib + (self.volumes_gib if self.volumes_count else 0)

    @property
    def asked(self) -> Asked:
        return self.guest, self.path, self.rules
