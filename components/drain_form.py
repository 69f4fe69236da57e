"""The form of the drain window: the VMs of a host, the network and the cluster, all kept in the link."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from components import links
from components.claims import count
from domain.catalog.vocabulary import Platform
from domain.migration import kubevirt, units
from domain.migration.drain.cases import Answer, Case, own_case, reckon
from domain.migration.drain.copy_times import Tabulated, tabulated
from domain.migration.drain.plan import Plan
from domain.migration.drain.vm_list import Listed, VmClass, read, vms

EXAMPLE = "20 x 8 GiB @ 20 MB/s, 8 x 32 GiB @ 50 MB/s, 2 x 256 GiB @ 200 MB/s, 1 x 64 GiB fixed"
"""The host the form starts with: an invented one, the reader's to change."""

MOST_MOVES = 1000
"""Migrations of a rolling upgrade that are simulated for a case; a larger one is projected, so that no visitor waits."""

MOST_FAULTS = 4

NUMBERS: dict[str, tuple[str, float, float, float, float, str]] = {
    "link": ("Migration link, Gbit/s", 25, 0.1, 1600, 1, "What migrations can use of a host's network, each way."),
    "setup": ("Setup of a migration, s", 10, 0, 3600, 5, "Until the copy begins: the start of the target's pod. Measure yours."),
    "hosts": ("Hosts in the cluster", 8, 2, 100, 1, "Each with these VMs on it. The others are taken to have room."),
    "reboot": ("Upgrade and reboot, min", 15, 0, 1440, 5, "From an empty host until it takes VMs again. Measure yours."),
    "outbound": ("At once from a host", 0, 0, 100, 1, "0 keeps the default that is chosen."),
    "cluster": ("At once in the cluster", 0, 0, 1000, 1, "0 keeps the default that is chosen."),
    "parallel": ("Hosts upgraded at once", 1, 1, 50, 1, "At least one host always stays to take the VMs."),
    "cap": ("Cap per migration, Gbit/s", 0, 0, 1600, 1, "The most that one migration takes of the link; 0 is no cap."),
    "failure": ("Failed attempts, %", 0, 0, 100, 1, "The chance that an attempt fails somewhere on its way."),
    "retries": ("Further attempts", 3, 0, 10, 1, "How often a failed migration is tried again."),
    "backoff": ("Pause between them, s", 30, 0, 3600, 10, "From a failure to the next attempt."),
    "set": ("Working set, % of memory", 25, 1, 100, 5, "The part of its memory that a VM writes again and again. Measure yours."),
    "deadline": ("Deadline on OVE, s per GB", 150, 0, 100_000, 10, "completionTimeoutPerGiB: a longer copy fails. 0: none."),
    "shutdown": ("Shutdown, s", 60, 0, 7200, 30, "Of a VM that cannot move. Measure yours."),
}  # fmt: skip
"""Label, start, lowest, highest, step and help of each number. The starts are assumptions, the reader's to measure and change."""

FIRST, MORE = ("link", "setup", "hosts", "reboot"), tuple(NUMBERS)[4:]


@dataclass(frozen=True)
class Asked:
    """What the form holds: the list of VMs as typed, the default to begin with, and the numbers as their labels say."""

    text: str
    case: Case
    numbers: tuple[tuple[str, float], ...]

    def __getitem__(self, name: str) -> float:
        return dict(self.numbers)[name]


def form(cases: Sequence[Case], start: str | None) -> Asked:
    """The widgets; `start` is the id of the case that is chosen at first, else OVE's first."""
    with st.expander("Host, network and cluster") if st.context.is_embedded else st.container():
        left, right = st.columns([3, 2])
        with left:
            text = _list()
        with right:
            chosen = _case(cases, start)
            numbers = _numbers(FIRST, 2)
        with st.popover("Limits, failures and shutdowns", icon=":material/tune:"):
            numbers |= _numbers(MORE, 2)
    return Asked(text, own_case(chosen, int(numbers["outbound"]), int(numbers["cluster"])), tuple(numbers.items()))


def _list() -> str:
    if len("".join(links.values("drain_vms"))) >= links.MAX_VALUE:
        links.notice(
            f"This link's list of VMs is longer than {links.MAX_VALUE:,} characters; its beginning is read. "
            "Write equal VMs as a class."
        )
    text = st.text_area(
        "VMs on the host",
        EXAMPLE,
        height=204,
        max_chars=links.MAX_VALUE,
        key="drain_vms",
        bind="query-params",
        help="Classes: `20 x 8 GiB @ 20 MB/s`, where the rate is what the guest writes and `fixed` marks what cannot move. "
        "Or a line for each VM: `name, memory GiB, dirty MB/s, migratable`.",
    )
    found = read(text)
    for fault in found.faults[:MOST_FAULTS]:
        st.error(links.sentence(fault))
    if len(found.faults) > MOST_FAULTS:
        st.error(f"{count(len(found.faults) - MOST_FAULTS, 'more line')} could not be read.")
    if not found.classes:
        st.error(f"Until then: {EXAMPLE}.")
    elif found.faults:
        st.error(f"Reckoned with the {count(found.count, 'VM')} that could be read.")
    return text


def _case(cases: Sequence[Case], start: str | None) -> Case:
    labels = {case.label: case for case in cases}
    links.name_unknown("drain_with", labels, "default")
    place = next(n for n, case in enumerate(cases) if (case.id == start if start else case.platform is Platform.OVE))
    label = st.selectbox("Limits of", list(labels), place, key="drain_with", bind="query-params")
    return labels[label]


def _numbers(names: Sequence[str], columns: int) -> dict[str, float]:
    found = {}
    for place, name in enumerate(names):
        if place % columns == 0:
            row = st.columns(columns, vertical_alignment="bottom")
        label, start, low, high, step, about = NUMBERS[name]
        links.name_bad_number(f"drain_{name}", label, low, high)
        with row[place % columns]:
            found[name] = st.number_input(
                label, float(low), float(high), float(start), float(step), format="%g", key=f"drain_{name}",
                bind="query-params", help=about,
            )  # fmt: skip
    return found


@lru_cache(maxsize=16)
def answers(asked: Asked, cases: tuple[Case, ...]) -> tuple[Answer, ...]:
    """Every case drained and upgraded; remembered, because most visits change nothing here."""
    found = listed(asked.text)
    hosts, link = int(asked["hosts"]), units.gbit_s(asked["link"])
    times = copy_times(found.classes, link, asked["set"] / 100, max(case.outbound for case in cases))
    at_once = min(int(asked["parallel"]), hosts - 1)

    def plan(platform: Platform) -> Plan:
        late = asked["deadline"] if platform is Platform.OVE else 0.0
        return Plan(
            vms(found.classes, times.__getitem__, lambda vm: float(kubevirt.deadline(vm.ram_bytes, late))), link, hosts - 1,
            cap=units.gbit_s(asked["cap"]) or math.inf, setup_s=asked["setup"], shutdown_s=asked["shutdown"],
            failure=asked["failure"] / 100, retries=int(asked["retries"]), backoff_s=asked["backoff"],
        )  # fmt: skip

    plans = {platform: plan(platform) for platform in {case.platform for case in cases}}
    return tuple(reckon(plans[case.platform], case, asked["reboot"] * 60, at_once, MOST_MOVES) for case in cases)


MOST_SHARING = 16
"""Copies on one link for which the estimator is asked; more of them are reckoned in proportion."""


def copy_times(classes: Sequence[VmClass], link: float, working_share: float, most: int) -> dict[VmClass, Tabulated]:
    """How long a VM of each class copies when up to `most` share the link, by the studio's estimator.

    It is asked for shares of twice the link as well, because that is tried as a remedy.
    """
    equal = list(dict.fromkeys(classes))
    entries = 2 * min(most, MOST_SHARING)
    rows = tabulated([c.ram_bytes for c in equal], [c.dirty for c in equal], working_share, 2 * link, entries)
    return dict(zip(equal, rows, strict=True))


def listed(text: str) -> Listed:
    """The VMs of the list; those of the example where it has none."""
    found = read(text)
    return found if found.classes else replace(read(EXAMPLE), faults=found.faults)
