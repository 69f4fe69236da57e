"""The form of the drain window: the VMs of a host, the network and the cluster, all kept in the link."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components.kit import inputs, links, markup
from components.kit.inputs import NumberField
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.drain.cases import DrainCase, own_case
from domain.drain.plan import DrainPlan
from domain.drain.question import DrainQuestion
from domain.drain.vm_list import Listed, read
from domain.quantities import units
from domain.quantities.wording import counted

EXAMPLE = "20 x 8 GiB @ 20 MB/s, 8 x 32 GiB @ 50 MB/s, 2 x 256 GiB @ 200 MB/s, 1 x 64 GiB fixed"
"""The host the form starts with: an invented one, the reader's to change."""

MOST_FAULTS = 4

SETUP = "Until the copy begins: the start of the target's pod. Measure yours."
HOSTS = "Each with these VMs on it. The others are taken to have room."
WORKING_SET = "The part of its memory that a VM writes again and again, where the list does not say. Measure yours."
DEADLINE = "completionTimeoutPerGiB: a longer copy fails. 0: none. Empty: the default of each release."

FIRST = {
    "link": NumberField(
        "drain_link", "Migration link, Gbit/s", 0.1, 1600, 25, 1, "What migrations can use of a host's network, each way."
    ),
    "setup": NumberField("drain_setup", "Setup of a migration, s", 0, 3600, 10, 5, SETUP),
    "hosts": NumberField("drain_hosts", "Hosts in the cluster", 2, 100, 8, 1, HOSTS, whole=True),
    "reboot": NumberField(
        "drain_reboot", "Upgrade and reboot, min", 0, 1440, 15, 5, "From an empty host until it takes VMs again. Measure yours."
    ),
}
MORE = {
    "outbound": NumberField(
        "drain_outbound", "At once from a host", 0, 100, 0, 1, "0 keeps the default that is chosen.", whole=True
    ),
    "inbound": NumberField("drain_inbound", "At once to a host", 0, 100, 0, 1, "0 leaves it as the platform has it.", whole=True),
    "cluster": NumberField(
        "drain_cluster", "At once in the cluster", 0, 1000, 0, 1, "0 keeps the default that is chosen.", whole=True
    ),
    "parallel": NumberField(
        "drain_parallel", "Hosts upgraded at once", 1, 50, 1, 1, "At least one host always stays to take the VMs.", whole=True
    ),
    "cap": NumberField(
        "drain_cap", "Cap per migration, Gbit/s", 0, 1600, 0, 1, "The most that one migration takes of the link; 0 is no cap."
    ),
    "failure": NumberField(
        "drain_failure", "Failed attempts, %", 0, 100, 0, 1, "The chance that an attempt fails somewhere on its way."
    ),
    "retries": NumberField(
        "drain_retries", "Further attempts", 0, 10, 3, 1, "How often a failed migration is tried again.", whole=True
    ),
    "backoff": NumberField("drain_backoff", "Pause between them, s", 0, 3600, 30, 10, "From a failure to the next attempt."),
    "set": NumberField("drain_set", "Working set, % of memory", 1, 100, 25, 5, WORKING_SET),
    "deadline": NumberField("drain_deadline", "Deadline on OVE, s/GB", 0, 100_000, None, 10, DEADLINE, placeholder="by release"),
    "shutdown": NumberField("drain_shutdown", "Shutdown, s", 0, 7200, 60, 30, "Of a VM that cannot move. Measure yours."),
}
"""The starts are assumptions, the reader's to measure and change."""


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
            first = next(case for case in cases if (case.id == start if start else case.platform is Platform.OVE))
            former = inputs.renamed(catalog().drain_defaults.values())
            chosen = inputs.choose("Limits of", {case.label: case for case in cases}, "drain_with", "default", first, former)
            numbers = inputs.numbers(FIRST, columns=2)
        with st.popover("Limits, failures and shutdowns", icon=":material/tune:"):
            numbers |= inputs.numbers(MORE, columns=2)
    case = own_case(chosen, *(int(numbers[name]) for name in ("outbound", "inbound", "cluster")))
    return DrainInputs(question(listed, numbers), case, numbers["link"])


def question(listed: Listed, numbers: Mapping[str, float]) -> DrainQuestion:
    """The form's numbers, in the units of their labels, as a question."""
    plan = DrainPlan(
        vms=(),
        link=numbers["link"] * units.GBIT,
        targets=int(numbers["hosts"]) - 1,
        cap=numbers["cap"] * units.GBIT or math.inf,
        setup_s=numbers["setup"],
        shutdown_s=numbers["shutdown"],
        failure=numbers["failure"] / 100,
        retries=int(numbers["retries"]),
        backoff_s=numbers["backoff"],
    )
    return DrainQuestion(
        listed.classes,
        plan,
        reboot_s=60 * numbers["reboot"],
        parallel=int(numbers["parallel"]),
        working_share=numbers["set"] / 100,
        completion_timeout_per_gib=numbers.get("deadline"),
    )


def _list() -> Listed:
    """The VMs of the list; those of the example where it has none."""
    text = inputs.area(
        "VMs on the host",
        "drain_vms",
        EXAMPLE,
        links.MAX_VALUE,
        "Write equal VMs as a class.",
        height=204,
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
