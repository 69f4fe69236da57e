"""The numbers that the disk transfer asks for, by the names that links and files give them: one list for screen and command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from domain.catalog.loading import Catalog
from domain.catalog.records.disk_transfer import TransferMethod, TransferPhase
from domain.disk_transfer.copy_model import Ceilings
from domain.disk_transfer.disk_sizes import LIKE, MOST_DISKS
from domain.disk_transfer.lab import cold_ceilings, rate, warm_ceilings
from domain.quantities import units
from domain.quantities.wording import number_in_words

WAYS = {"cold": "Cold", "warm": "Warm"}
LIST = "disk_list"
LIST_LABEL = "Each disk of a VM, GiB"
LIST_ABOUT = f"Unequal disks; {LIKE}. It replaces the two numbers of disks. Empty: equal disks are assumed."


@dataclass(frozen=True)
class TransferField:
    """A number from `low` to `high`; without a start it may be left out.

    `rows` are the rates, runs and phases of the catalogue that the start is taken from; where there are none, `about` says that
    it is an assumption.
    """

    key: str
    label: str
    low: float
    high: float
    start: float | None = None
    step: float | None = None
    about: str = ""
    whole: bool = False
    placeholder: str = ""
    rows: tuple[str, ...] = ()

    def of(self, given: object) -> float:
        """The number given. ValueError with a sentence: it is none that the field takes."""
        try:
            found = float(str(given))
        except ValueError:
            found = float("nan")
        if not self.low <= found <= self.high:
            low, high = number_in_words(self.low), number_in_words(self.high)
            raise ValueError(f"{self.key} (“{self.label}”) is a number from {low} to {high}, not “{str(given)[:40]}”.")
        if self.whole and not found.is_integer():
            raise ValueError(f"{self.key} (“{self.label}”) takes whole numbers only, not {found:g}.")
        return found


EXAMPLE = "The starting value is an assumption; type your own."
WRITES = (
    "What one VM changes on its disks while it runs. 1 MB/s is an assumption. Measure changed blocks: add up the areas that "
    "QueryChangedDiskAreas reports between two snapshots and divide by the time between, as the script GetChangedBlocksV2 does; "
    "an incremental backup reads the same areas. A write rate from esxtop is too low where writes are small and scattered."
)
MARKED = (
    "Changed block tracking marks whole blocks. 1, an assumption, if the writes are measured as changed blocks; for a raw write "
    "rate, up to the block over the size of a write: for blocks of {block:g} KiB, {many:g} for scattered writes of {write:g} KiB."
)
SMALL_WRITE = units.PAGE / units.KIB
TOTAL = (
    "All disks of all VMs together, in 10^12 bytes; a TB in vSphere is a TiB, 1.1 of these. It replaces the size of a VM, "
    "which is then this total divided by the VMs; a list of disks keeps its proportions."
)
NETWORK = f"The narrowest link that all copies cross together, at line rate. {EXAMPLE}"
IN_FLIGHT = "controller_max_vm_inflight, counted per ESXi host: VMs if cold, disks if warm. MTV's default."
CHANGING = "How much of a VM's disks is written again and again. An assumption; its disks' size is the worst case."
INTERVAL = "controller_precopy_interval: from the end of a copy to the next snapshot. MTV's default."
GAIN = "How much faster twice the hosts are; 2 if each host has a datastore and a target of its own."
STATED, FITTED = "The highest that the lab states; enter your own.", "Fitted to the lab's runs; enter your own."
BOUND = "Yours bounds the other way too, unless you give that one as well."


@lru_cache(maxsize=8)
def fields(catalog: Catalog) -> Mapping[str, Mapping[str, TransferField]]:
    """Every number by its group and its name within it: the plan, the rest of it, the ceilings of each way, the phases."""
    labs = {"cold": cold_ceilings(catalog), "warm": warm_ceilings(catalog)}
    phases = {row.field: row for row in catalog.transfer_phases.values() if row.field}
    return {
        "plan": PLAN,
        "rest": _rest(catalog),
        **{way: _ceilings(catalog, way, lab) for way, lab in labs.items()},
        "phases": {key: _phase(key, row) for key, row in phases.items()},
        "ways": {
            row.rate_field: _rate(catalog, row.rate_field, row) for row in catalog.transfer_methods.values() if row.rate_field
        },
    }


PLAN = {
    "vms": TransferField("disk_vms", "VMs in the plan", 1, 100_000, 100, about=EXAMPLE, whole=True),
    "gib": TransferField(
        "disk_gib", "Disks of a VM, GiB", 1, 1_000_000, 100, 10, f"Provisioned size of all disks of one VM. {EXAMPLE}"
    ),
    "total": TransferField("disk_total", "Or in all, TB", 0.001, 100_000, None, 1, TOTAL, placeholder="VMs × disks"),
    "used": TransferField("disk_used", "Used, %", 1, 100, 70, 5, f"Share of the disks that holds data, and is copied. {EXAMPLE}"),
    "hosts": TransferField(
        "disk_hosts", "ESXi hosts", 1, 1_000, 4, about=f"From which the VMs are copied, spread evenly. {EXAMPLE}", whole=True
    ),
    "gbps": TransferField("disk_gbps", "Network, Gbit/s", 0.1, 1_600, 10, 5, NETWORK),
    "write": TransferField("disk_write", "Writes of a VM, MB/s", 0, 10_000, 1, 0.5, WRITES),
}


def _rest(catalog: Catalog) -> dict[str, TransferField]:
    """The rest of the plan, asked less often; it starts from MTV's own defaults where there are any."""
    rates = catalog.transfer_rates
    block, flight, interval = (rates[id_] for id_ in ("changed-block", "max-in-flight", "precopy-interval"))
    marked = MARKED.format(block=block.value, many=block.value / SMALL_WRITE, write=SMALL_WRITE)
    equal = "The size is divided among them; 1 is an assumption."
    return {
        "disks": TransferField("disk_disks", "Disks per VM", 1, MOST_DISKS, 1, about=equal, whole=True),
        "flight": TransferField(
            "disk_in_flight", "Max in flight", 1, 1_000, flight.value, about=IN_FLIGHT, whole=True, rows=(flight.id,)
        ),
        "set": TransferField("disk_set", "Changing data, GiB", 0.1, 1_000_000, 10, 5, CHANGING),
        "marked": TransferField("disk_marked", "Marked a write, ×", 1, 10_000, 1, 1, marked),
        "interval": TransferField(
            "disk_interval", "Snapshot every, min", 1, 10_000, interval.value, 15, INTERVAL, rows=(interval.id,)
        ),
    }


TAKEN_FROM: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "cold": {"disk": ("cold-one-vm",), "shared": ("cold-eight-hosts",)},
    "warm": {
        "disk": ("warm-one-disk",),
        "host": ("warm-one-host",),
        "gain": ("warm-one-host", "warm-eight-hosts"),
        "shared": ("warm-eight-hosts",),
    },
}
"""The stated rates behind a ceiling of the lab; what is not named here is fitted to its runs."""


def _ceilings(catalog: Catalog, way: str, lab: Ceilings) -> dict[str, TransferField]:
    """Four ceilings, the lab's to start with, rounded."""
    disk, host, shared = (float(round(rate / units.MIB)) for rate in (lab.disk, lab.host, lab.shared))
    key, name = f"disk_{way}", WAYS[way]
    made = partial(TransferField, whole=False)
    runs = tuple(catalog.lab_transfers)
    rows = {what: TAKEN_FROM[way].get(what, runs) for what in ("disk", "host", "gain", "shared")}
    said = {what: f"{STATED if TAKEN_FROM[way].get(what) else FITTED} {BOUND}" for what in rows}
    return {
        "disk": made(f"{key}_disk", f"{name}: a disk, MiB/s", 1, 100_000, disk, 50, said["disk"], rows=rows["disk"]),
        "host": made(f"{key}_host", f"{name}: a host, MiB/s", 1, 100_000, host, 50, said["host"], rows=rows["host"]),
        "gain": made(f"{key}_gain", f"{name}: gain, ×", 1, 2, round(lab.gain, 2), 0.1, f"{GAIN} {BOUND}", rows=rows["gain"]),
        "shared": made(f"{key}_all", f"{name}: in all, MiB/s", 1, 100_000, shared, 50, said["shared"], rows=rows["shared"]),
    }


def _phase(key: str, row: TransferPhase) -> TransferField:
    """The minutes of a phase; 0 where no source says how long it takes, which leaves it out."""
    label = f"{row.name[0].upper()}{row.name[1:]}, min"
    start = row.minutes or 0
    known = "" if row.minutes is not None else " No public source says how long it takes: 0 leaves it out."
    return TransferField(key, label, 0, 10_000, start, 5, f"{row.title}: {row.moment.value}, {row.runs}.{known}", rows=(row.id,))


def _rate(catalog: Catalog, key: str, row: TransferMethod) -> TransferField:
    """The rate of another way; empty, what is published holds, or the answer is unknown."""
    published = [rate(catalog.transfer_rates[id_]) / units.MIB for id_ in row.rates]
    shown = " to ".join(f"{value:,.0f}" for value in (published[0], published[-1])) if published else "unknown"
    of = {"disk": "a disk", "all": "in all"}[row.rate_of]
    about = f"{row.title}. Empty: " + ("what is published." if published else "nothing is published, so its time is unknown.")
    label = f"{row.name[0].upper()}{row.name[1:]}: {of}, MiB/s"
    return TransferField(key, label, 0.1, 100_000, None, 10, about, placeholder=shown, rows=row.rates)
