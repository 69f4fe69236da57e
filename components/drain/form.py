"""The form of the drain window: the VMs of a host, the network and the cluster, all kept in the link."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from components.kit import inputs, links, markup
from domain.catalog.vocabulary import Platform
from domain.drain.cases import DrainCase, own_case
from domain.drain.question import DrainQuestion
from domain.drain.vm_list import Listed, read
from domain.quantities import units
from domain.quantities.wording import counted

EXAMPLE = "20 x 8 GiB @ 20 MB/s, 8 x 32 GiB @ 50 MB/s, 2 x 256 GiB @ 200 MB/s, 1 x 64 GiB fixed"
"""The host the form starts with: an invented one, the reader's to change."""

MOST_FAULTS = 4


class Number(NamedTuple):
    """A number of the form. One without a start may stay empty."""

    label: str
    start: float | None
    low: float
    high: float
    step: float
    about: str
    whole: bool = False


NUMBERS: dict[str, Number] = {
    "link": Number("Migration link, Gbit/s", 25, 0.1, 1600, 1, "What migrations can use of a host's network, each way."),
    "setup": Number(
        "Setup of a migration, s", 10, 0, 3600, 5, "Until the copy begins: the start of the target's pod. Measure yours."
    ),
    "hosts": Number(
        "Hosts in the cluster", 8, 2, 100, 1, "Each with these VMs on it. The others are taken to have room.", whole=True
    ),
    "reboot": Number("Upgrade and reboot, min", 15, 0, 1440, 5, "From an empty host until it takes VMs again. Measure yours."),
    "outbound": Number("At once from a host", 0, 0, 100, 1, "0 keeps the default that is chosen.", whole=True),
    "inbound": Number("At once to a host", 0, 0, 100, 1, "0 leaves it as the platform has it.", whole=True),
    "cluster": Number("At once in the cluster", 0, 0, 1000, 1, "0 keeps the default that is chosen.", whole=True),
    "parallel": Number("Hosts upgraded at once", 1, 1, 50, 1, "At least one host always stays to take the VMs.", whole=True),
    "cap": Number("Cap per migration, Gbit/s", 0, 0, 1600, 1, "The most that one migration takes of the link; 0 is no cap."),
    "failure": Number("Failed attempts, %", 0, 0, 100, 1, "The chance that an attempt fails somewhere on its way."),
    "retries": Number("Further attempts", 3, 0, 10, 1, "How often a failed migration is tried again.", whole=True),
    "backoff": Number("Pause between them, s", 30, 0, 3600, 10, "From a failure to the next attempt."),
    "set": Number(
        "Working set, % of memory",
        25,
        1,
        100,
        5,
        "The part of its memory that a VM writes again and again, where the list does not say. Measure yours.",
    ),
    "deadline": Number(
        "Deadline on OVE, s/GB",
        None,
        0,
        100_000,
        10,
        "completionTimeoutPerGiB: a longer copy fails. 0: none. Empty: the default of each release.",
    ),
    "shutdown": Number("Shutdown, s", 60, 0, 7200, 30, "Of a VM that cannot move. Measure yours."),
}
"""The starts are assumptions, the reader's to measure and change."""

FIRST, MORE = ("link", "setup", "hosts", "reboot"), tuple(NUMBERS)[4:]


@dataclass(frozen=True)
class DrainInputs:
    """What the form holds: the question, the case to answer it for, and the migration link in Gbit/s as it was typed."""

    question: DrainQuestion
    case: DrainCase
    gbps: float


def form(cases: Sequence[DrainCase], start: str | None) -> DrainInputs:
    """The widgets; `start` is the id of the case that is chosen at first, else OVE's first."""
    with st.expander("Host, network and cluster") if st.context.is_embedded else st.container():
        left, right = st.columns([3, 2])
        with left:
            listed = _list()
        with right:
            chosen = _case(cases, start)
            numbers = _numbers(FIRST, 2)
        with st.popover("Limits, failures and shutdowns", icon=":material/tune:"):
            numbers |= _numbers(MORE, 2)
    case = own_case(chosen, *(int(numbers[name] or 0) for name in ("outbound", "inbound", "cluster")))
    return DrainInputs(question(listed, numbers), case, numbers["link"] or 0.0)


def question(listed: Listed, numbers: dict[str, float | None]) -> DrainQuestion:
    """The form's numbers, in the units of their labels, as a question."""
    given = {name: number or 0.0 for name, number in numbers.items()}
    return DrainQuestion(
        classes=listed.classes,
        link=units.gbit_s(given["link"]),
        hosts=int(given["hosts"]),
        setup_s=given["setup"],
        reboot_s=60 * given["reboot"],
        shutdown_s=given["shutdown"],
        parallel=int(given["parallel"]),
        working_share=given["set"] / 100,
        cap=units.gbit_s(given["cap"]) or math.inf,
        completion_timeout_per_gib=numbers["deadline"],
        failure=given["failure"] / 100,
        retries=int(given["retries"]),
        backoff_s=given["backoff"],
    )


def _list() -> Listed:
    """The VMs of the list; those of the example where it has none."""
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
        help="Classes: `20 x 8 GiB @ 20 MB/s in 2 GiB`, where the rate is what the guest writes, the last size its working set, "
        "and `fixed` marks what cannot move. Or a line for each VM: `name, memory GiB, dirty MB/s, migratable, working set GiB`.",
    )
    found = read(text)
    for fault in found.faults[:MOST_FAULTS]:
        st.error(markup.markdown_sentence(fault))
    if len(found.faults) > MOST_FAULTS:
        st.error(f"{counted(len(found.faults) - MOST_FAULTS, 'more line')} could not be read.")
    if not found.classes:
        st.error(f"Until then: {EXAMPLE}.")
        return read(EXAMPLE)
    if found.faults:
        st.error(f"Reckoned with the {counted(found.count, 'VM')} that could be read.")
    return found


def _case(cases: Sequence[DrainCase], start: str | None) -> DrainCase:
    labels = {case.label: case for case in cases}
    links.name_unknown("drain_with", labels, "default")
    place = next(n for n, case in enumerate(cases) if (case.id == start if start else case.platform is Platform.OVE))
    label = st.selectbox("Limits of", list(labels), place, key="drain_with", bind="query-params")
    return labels[label]


def _numbers(names: Sequence[str], columns: int) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for place, name in enumerate(names):
        if place % columns == 0:
            row = st.columns(columns, vertical_alignment="bottom")
        label, start, low, high, step, about, whole = NUMBERS[name]
        with row[place % columns]:
            if whole and start is not None:
                found[name] = inputs.whole(label, f"drain_{name}", low, high, start, step=step, help_=about)
            elif start is not None:
                found[name] = inputs.number(label, f"drain_{name}", low, high, start, step=step, help_=about)
            else:
                found[name] = inputs.number(label, f"drain_{name}", low, high, step=step, help_=about, placeholder="by release")
    return found
