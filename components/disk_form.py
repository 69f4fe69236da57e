"""The inputs of the disk transfer: the plan, what its VMs write, and the ceilings, all kept in the link."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import streamlit as st

from components import choices, links
from domain.catalog import Catalog
from domain.migration import units
from domain.migration.disk.lab import cold_ceilings, warm_ceilings
from domain.migration.disk.transfer import Ceilings, Plan
from domain.migration.disk.warm import Writes

WIDTH = 165


@dataclass(frozen=True)
class Given:
    """What the reader asks: times in seconds, `conversion` added to every downtime, `gbps` the network as typed."""

    plan: Plan
    writes: Writes
    cold: Ceilings
    warm: Ceilings
    interval: float
    rounds: int
    conversion: float
    gbps: float


def inputs(book: Catalog) -> Given:
    """Every input, bound to the link; what is asked less often stands in a fold."""
    defaults = book.transfer_rates
    with choices.controls("Plan", key="disk_plan"):
        vms = _whole("disk_vms", "VMs in the plan", 100, 100_000)
        gib = _number("disk_gib", "Disks of a VM, GiB", 100, 1, 1_000_000, 10, "Provisioned size of all disks of one VM.")
        used = _number("disk_used", "Used, %", 70, 1, 100, 5, "Share of the disks that holds data, and is copied.")
        hosts = _whole("disk_hosts", "ESXi hosts", 4, 1_000, "From which the VMs are copied, spread evenly.")
        about = "Changed data of one VM while it runs. An assumption: measure it, in esxtop or vCenter's disk write rate."
        rate = _number("disk_write", "Writes of a VM, MB/s", 1, 0, 10_000, 0.5, about)
    with st.expander("More inputs, and the ceilings fitted to the lab"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            disks = _whole("disk_disks", "Disks a VM", 1, 60, "The size above is divided among them.")
            flight = _whole(
                "disk_in_flight", "Max in flight", defaults["max-in-flight"].value, 1_000,
                "controller_max_vm_inflight, counted per ESXi host: VMs if cold, disks if warm.",
            )  # fmt: skip
            about = "The narrowest link that all copies cross together, at line rate."
            gbps = _number("disk_gbps", "Network, Gbit/s", 10, 0.1, 1_600, 5, about)
            about = "How much of a VM's disks is written again and again. An assumption; its disks' size is the worst case."
            size = _number("disk_set", "Changing data, GiB", 10, 0.1, 1_000_000, 5, about)
            about = "controller_precopy_interval: from the end of a copy to the next snapshot."
            interval = _number("disk_interval", "Snapshot every, min", defaults["precopy-interval"].value, 1, 10_000, 15, about)
            about = "Shutdown and guest conversion of a VM. No public source says how long they take, so 0 leaves them out."
            conversion = _number("disk_conversion", "Conversion, min", 0, 0, 10_000, 5, about)
        network = units.gbit_s(gbps)
        cold = replace(_ceilings("cold", "Cold", cold_ceilings(book)), network=network)
        warm = replace(_ceilings("warm", "Warm", warm_ceilings(book)), network=network)
    return Given(
        plan=Plan(vms, hosts, disks, units.gib(gib) / disks, used / 100, flight),
        writes=Writes(units.mb_s(rate), units.gib(size)),
        cold=cold,
        warm=warm,
        interval=60 * interval,
        rounds=int(defaults["precopy-snapshots"].value),
        conversion=60 * conversion,
        gbps=gbps,
    )


def _ceilings(kind: str, name: str, fitted: Ceilings) -> Ceilings:
    """Four ceilings, the fitted ones to start with; a rounded value that nobody changed stays the exact one."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        disk = _rate(f"disk_{kind}_disk", f"{name}: a disk, MiB/s", fitted.disk)
        host = _rate(f"disk_{kind}_host", f"{name}: a host, MiB/s", fitted.host)
        about = "Rate of twice the hosts over that of the hosts; 2 where each has a datastore and a target of its own."
        start = round(fitted.gain, 2)
        gain = _number(f"disk_{kind}_gain", f"{name}: gain, ×", start, 1, 2, 0.1, about)
        shared = _rate(f"disk_{kind}_all", f"{name}: in all, MiB/s", fitted.shared)
    return Ceilings(disk, host, fitted.gain if gain == start else gain, shared)


def _rate(key: str, label: str, fitted: float) -> float:
    start = float(round(units.as_mib_s(fitted)))
    found = _number(key, label, start, 1, 100_000, 50, "Fitted to, or the highest of, the lab; put in your own measurement.")
    return fitted if found == start else units.mib_s(found)


def _number(key: str, label: str, start: float, low: float, high: float, step: float, help_: str | None = None) -> float:
    links.name_bad_number(key, label, low, high)
    return st.number_input(
        label, float(low), float(high), float(start), float(step), format="%g", key=key, bind="query-params", help=help_,
        width=WIDTH,
    )  # fmt: skip


def _whole(key: str, label: str, start: float, high: float, help_: str | None = None) -> float:
    """A whole number; a link's fraction is rounded as it is shown."""
    return math.floor(_number(key, label, start, 1, high, 1, help_) + 0.5)
