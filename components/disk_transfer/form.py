"""The inputs of the disk transfer: the plan, what its VMs write, and the ceilings, all kept in the link."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from components.kit import inputs, links
from domain.catalog import Catalog
from domain.disk_transfer.advice import TransferQuestion
from domain.disk_transfer.copy_model import Ceilings, CopyPlan
from domain.disk_transfer.lab import cold_ceilings, warm_ceilings
from domain.disk_transfer.warm import DiskWrites
from domain.quantities import units

WIDTH = 165
WAYS = {"cold": "Cold", "warm": "Warm"}
MORE = frozenset(
    {"disk_disks", "disk_in_flight", "disk_set", "disk_marked", "disk_interval", "disk_conversion"}
    | {f"disk_{way}_{what}" for way in WAYS for what in ("disk", "host", "gain", "all")}
)
"""Keys of what is asked less often and stands in the fold."""

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


def question(facts: Catalog) -> TransferQuestion:
    """Every input, bound to the link. The fold is filled only while it is open, or where the link sets something in it.

    In the presentation form all of it stands in one fold.
    """
    fold = _fold("Plan") if st.context.is_embedded else None
    with (st if fold is None else fold).container(horizontal=True, vertical_alignment="bottom", key="disk_plan"):
        vms = inputs.whole("VMs in the plan", "disk_vms", 1, 100_000, 100, width=WIDTH)
        about = "Provisioned size of all disks of one VM."
        gib = inputs.number("Disks of a VM, GiB", "disk_gib", 1, 1_000_000, 100, step=10, help_=about, width=WIDTH)
        about = "Share of the disks that holds data, and is copied."
        used = inputs.number("Used, %", "disk_used", 1, 100, 70, step=5, help_=about, width=WIDTH)
        about = "From which the VMs are copied, spread evenly."
        hosts = inputs.whole("ESXi hosts", "disk_hosts", 1, 1_000, 4, help_=about, width=WIDTH)
        about = "The narrowest link that all copies cross together, at line rate."
        gbps = inputs.number("Network, Gbit/s", "disk_gbps", 0.1, 1_600, 10, step=5, help_=about, width=WIDTH)
        rate = inputs.number("Writes of a VM, MB/s", "disk_write", 0, 10_000, 1, step=0.5, help_=WRITES, width=WIDTH)
    fold = fold if fold is not None else _fold("More inputs, and the ceilings taken from the lab")
    drawn = bool(fold.open or links.keys() & MORE)
    with fold if drawn else nullcontext():
        return _more(facts, drawn, CopyPlan(vms, hosts, 1, units.gib(gib), used / 100), units.mb_s(rate), units.gbit_s(gbps))


def _fold(label: str) -> ExpanderContainer:
    return st.expander(label, key="disk_more", on_change="rerun")


def _more(facts: Catalog, drawn: bool, plan: CopyPlan, rate: float, network: float) -> TransferQuestion:
    """The whole question: the fold's fields, or their starts while it is not drawn."""
    defaults = facts.transfer_rates
    number: Callable[..., float] = inputs.number if drawn else _start
    whole: Callable[..., float] = inputs.whole if drawn else _start
    with _row(drawn):
        disks = whole("Disks a VM", "disk_disks", 1, 60, 1, help_="The size above is divided among them.", width=WIDTH)
        about = "controller_max_vm_inflight, counted per ESXi host: VMs if cold, disks if warm."
        start = defaults["max-in-flight"].value
        flight = whole("Max in flight", "disk_in_flight", 1, 1_000, start, help_=about, width=WIDTH)
        about = "How much of a VM's disks is written again and again. An assumption; its disks' size is the worst case."
        size = number("Changing data, GiB", "disk_set", 0.1, 1_000_000, 10, step=5, help_=about, width=WIDTH)
        block = defaults["changed-block"].value
        about = MARKED.format(block=block, many=block / SMALL_WRITE, write=SMALL_WRITE)
        marked = number("Marked a write, ×", "disk_marked", 1, 10_000, 1, step=1, help_=about, width=WIDTH)
        about = "controller_precopy_interval: from the end of a copy to the next snapshot."
        start = defaults["precopy-interval"].value
        interval = number("Snapshot every, min", "disk_interval", 1, 10_000, start, step=15, help_=about, width=WIDTH)
        about = "Shutdown and guest conversion of a VM. No public source says how long they take, so 0 leaves them out."
        conversion = number("Conversion, min", "disk_conversion", 0, 10_000, 0, step=5, help_=about, width=WIDTH)
    cold, warm = (_ceilings(way, found(facts), drawn) for way, found in (("cold", cold_ceilings), ("warm", warm_ceilings)))
    return TransferQuestion(
        plan=replace(plan, disks=disks, disk_bytes=plan.disk_bytes / disks, in_flight=flight),
        writes=DiskWrites(rate, units.gib(size), marked),
        cold=replace(cold, network=network),
        warm=replace(warm, network=network),
        interval=60 * interval,
        rounds=int(defaults["precopy-snapshots"].value),
        conversion=60 * conversion,
    )


def _ceilings(way: str, lab: Ceilings, drawn: bool) -> Ceilings:
    """Four ceilings, the lab's to start with; a rounded value that nobody changed stays the exact one."""
    found: dict[str, float] = {}
    stated, fitted = "The highest that the lab states; put in your own.", "Fitted to the lab's runs; put in your own."
    with _row(drawn):
        for what, key, label, most, step, about in (
            ("disk", "disk", "a disk, MiB/s", 100_000, 50, stated),
            ("host", "host", "a host, MiB/s", 100_000, 50, fitted if way == "cold" else stated),
            (
                "gain",
                "gain",
                "gain, ×",
                2,
                0.1,
                "Rate of twice the hosts over the hosts'; 2 if each has datastore and target of its own.",
            ),
            ("shared", "all", "in all, MiB/s", 100_000, 50, stated),
        ):
            exact = getattr(lab, what)
            start = round(exact, 2) if what == "gain" else float(round(units.as_mib_s(exact)))
            typed = start
            if drawn:
                name = f"{WAYS[way]}: {label}"
                typed = inputs.number(name, f"disk_{way}_{key}", 1, most, start, step=step, help_=about, width=WIDTH)
            found[what] = exact if typed == start else typed if what == "gain" else units.mib_s(typed)
    return Ceilings(**found)


def _row(drawn: bool) -> st.delta_generator.DeltaGenerator | nullcontext[None]:
    return st.container(horizontal=True, vertical_alignment="bottom") if drawn else nullcontext()


def _start(_label: str, _key: str, _low: float, _high: float, start: float, **_rest: object) -> float:
    return start
