"""The inputs of the disk transfer: the plan, what its VMs write, and the ceilings, all kept in the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from components.kit import inputs, links
from components.kit.inputs import NumberField
from domain.catalog import Catalog
from domain.catalog.records.disk_transfer import TransferRate
from domain.disk_transfer.advice import TransferQuestion
from domain.disk_transfer.copy_model import Ceilings, CopyPlan
from domain.disk_transfer.lab import cold_ceilings, warm_ceilings
from domain.disk_transfer.warm import DiskWrites
from domain.quantities import units

WAYS = {"cold": "Cold", "warm": "Warm"}
WRITES = (
    "What one VM changes on its disks while it runs. 1 MB/s is an assumption. Measure changed blocks: add up the areas that "
    "QueryChangedDiskAreas reports between two snapshots and divide by the time between, as the script GetChangedBlocksV2 does; "
    "an incremental backup reads the same. A write rate from esxtop is too low where writes are small and scattered."
)
MARKED = (
    "Changed block tracking marks whole blocks. 1 if the writes are measured as changed blocks; for a raw write rate, up to the "
    "block over the size of a write: with blocks of {block:g} KiB, {many:g} for scattered writes of {write:g} KiB."
)
SMALL_WRITE = units.PAGE / units.KIB
NETWORK = "The narrowest link that all copies cross together, at line rate."
IN_FLIGHT = "controller_max_vm_inflight, counted per ESXi host: VMs if cold, disks if warm."
CHANGING = "How much of a VM's disks is written again and again. An assumption; its disks' size is the worst case."
INTERVAL = "controller_precopy_interval: from the end of a copy to the next snapshot."
CONVERSION = "Shutdown and guest conversion of a VM. No public source says how long they take, so 0 leaves them out."
GAIN = "Rate of twice the hosts over the hosts'; 2 if each has datastore and target of its own."
STATED, FITTED = "The highest that the lab states; put in your own.", "Fitted to the lab's runs; put in your own."

_field = partial(NumberField, width=165)
PLAN = {
    "vms": _field("disk_vms", "VMs in the plan", 1, 100_000, 100, whole=True),
    "gib": _field("disk_gib", "Disks of a VM, GiB", 1, 1_000_000, 100, 10, "Provisioned size of all disks of one VM."),
    "used": _field("disk_used", "Used, %", 1, 100, 70, 5, "Share of the disks that holds data, and is copied."),
    "hosts": _field("disk_hosts", "ESXi hosts", 1, 1_000, 4, about="From which the VMs are copied, spread evenly.", whole=True),
    "gbps": _field("disk_gbps", "Network, Gbit/s", 0.1, 1_600, 10, 5, NETWORK),
    "write": _field("disk_write", "Writes of a VM, MB/s", 0, 10_000, 1, 0.5, WRITES),
}


def _rest(defaults: Mapping[str, TransferRate]) -> dict[str, NumberField]:
    """The rest of the plan, asked less often; it starts from MTV's own defaults where there are any."""
    block = defaults["changed-block"].value
    marked = MARKED.format(block=block, many=block / SMALL_WRITE, write=SMALL_WRITE)
    flight, interval = defaults["max-in-flight"].value, defaults["precopy-interval"].value
    return {
        "disks": _field("disk_disks", "Disks a VM", 1, 60, 1, about="The size above is divided among them.", whole=True),
        "flight": _field("disk_in_flight", "Max in flight", 1, 1_000, flight, about=IN_FLIGHT, whole=True),
        "set": _field("disk_set", "Changing data, GiB", 0.1, 1_000_000, 10, 5, CHANGING),
        "marked": _field("disk_marked", "Marked a write, ×", 1, 10_000, 1, 1, marked),
        "interval": _field("disk_interval", "Snapshot every, min", 1, 10_000, interval, 15, INTERVAL),
        "conversion": _field("disk_conversion", "Conversion, min", 0, 10_000, 0, 5, CONVERSION),
    }


def _ceilings(way: str, lab: Ceilings) -> dict[str, NumberField]:
    """Four ceilings, the lab's to start with, rounded."""
    disk, host, shared = (float(round(rate / units.MIB)) for rate in (lab.disk, lab.host, lab.shared))
    key, name = f"disk_{way}", WAYS[way]
    return {
        "disk": _field(f"{key}_disk", f"{name}: a disk, MiB/s", 1, 100_000, disk, 50, STATED),
        "host": _field(f"{key}_host", f"{name}: a host, MiB/s", 1, 100_000, host, 50, FITTED if way == "cold" else STATED),
        "gain": _field(f"{key}_gain", f"{name}: gain, ×", 1, 2, round(lab.gain, 2), 0.1, GAIN),
        "shared": _field(f"{key}_all", f"{name}: in all, MiB/s", 1, 100_000, shared, 50, STATED),
    }


def question(facts: Catalog) -> TransferQuestion:
    """Every input, bound to the link. The fold is filled only while it is open, or where the link sets something in it.

    In the presentation form all of it stands in one fold.
    """
    labs = {"cold": cold_ceilings(facts), "warm": warm_ceilings(facts)}
    rows = {"rest": _rest(facts.transfer_rates), **{way: _ceilings(way, lab) for way, lab in labs.items()}}
    fold = _fold("Plan") if st.context.is_embedded else None
    with (st if fold is None else fold).container(horizontal=True, vertical_alignment="bottom", key="disk_plan"):
        plan = inputs.numbers(PLAN)
    fold = fold if fold is not None else _fold("More inputs, and the ceilings taken from the lab")
    drawn = fold.open or links.sets(field.key for row in rows.values() for field in row.values())
    found = {name: _row(row, fold) if drawn else inputs.starts(row) for name, row in rows.items()}
    more, network = found["rest"], plan["gbps"] * units.GBIT
    cold, warm = (replace(_typed(lab, rows[way], found[way]), network=network) for way, lab in labs.items())
    return TransferQuestion(
        plan=CopyPlan(
            vms=plan["vms"],
            hosts=plan["hosts"],
            disks=more["disks"],
            disk_bytes=plan["gib"] * units.GIB / more["disks"],
            used=plan["used"] / 100,
            in_flight=more["flight"],
        ),
        writes=DiskWrites(plan["write"] * units.MB, more["set"] * units.GIB, more["marked"]),
        cold=cold,
        warm=warm,
        interval=60 * more["interval"],
        rounds=int(facts.transfer_rates["precopy-snapshots"].value),
        conversion=60 * more["conversion"],
    )


def _fold(label: str) -> ExpanderContainer:
    return st.expander(label, key="disk_more", on_change="rerun")


def _row(fields: Mapping[str, NumberField], fold: ExpanderContainer) -> dict[str, float]:
    with fold.container(horizontal=True, vertical_alignment="bottom"):
        return inputs.numbers(fields)


def _typed(lab: Ceilings, fields: Mapping[str, NumberField], found: Mapping[str, float]) -> Ceilings:
    """The ceilings of the form; a rounded value that nobody changed stays the lab's exact one."""
    changed = {name: value for name, value in found.items() if value != fields[name].start}
    return replace(lab, **{name: value if name == "gain" else value * units.MIB for name, value in changed.items()})
