"""The form of the drain window: the VMs of a host, the network and the cluster, all kept in the link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from components.kit import inputs, links, markup
from components.kit.inputs import NumberField
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.drain import fields
from domain.drain.cases import DrainCase, own_case
from domain.drain.question import DrainQuestion, from_values
from domain.drain.vm_list import Listed, read
from domain.quantities.wording import counted

EXAMPLE = "20 x 8 GiB @ 20 MB/s, 8 x 32 GiB @ 50 MB/s, 2 x 256 GiB @ 200 MB/s, 1 x 64 GiB fixed"
"""The host the form starts with: an invented one, the reader's to change."""

MOST_FAULTS = 4

FIRST = ("link", "setup", "hosts", "reboot", "before", "others")
"""The numbers beside the list; the others stand behind a button."""


@dataclass(frozen=True)
class DrainInputs:
    """What the form holds: the question, the case to answer it for, and the migration link in Gbit/s as it was typed.

    `is_his`: the question is the visitor's whole list; else it is the example, or what could be read of it.
    """

    question: DrainQuestion
    case: DrainCase
    gbps: float
    is_his: bool = True


def number_fields(names: Iterable[str], platform: Platform = Platform.OVE) -> dict[str, NumberField]:
    """The numbers of these names; where platforms differ, an empty one shows what holds on this platform."""
    start = fields.starts(catalog())
    return {
        name: NumberField(
            f"drain_{name}",
            f"{one.label}, {one.unit}" if one.unit else one.label,
            one.low,
            one.high,
            start.get(name),
            one.step,
            fields.about(catalog(), name),
            ("by release" if one.topic is None else fields.held(catalog(), name, platform)) if one.by_platform else None,
            whole=one.whole,
        )
        for name in names
        for one in (fields.FIELDS[name],)
    }


def form(cases: Sequence[DrainCase], start: str | None) -> DrainInputs:
    """The widgets; `start` is the id of the case that is chosen at first, else OVE's first."""
    with st.expander("Host, network and cluster") if st.context.is_embedded else st.container():
        left, right = st.columns([3, 2])
        with left:
            listed, is_his = _list()
        with right:
            first = next(case for case in cases if (case.id == start if start else case.platform is Platform.OVE))
            former = inputs.renamed(catalog().drain_defaults.values())
            chosen = inputs.choose("Limits of", {case.label: case for case in cases}, "drain_with", "default", first, former)
            numbers = inputs.numbers(number_fields(FIRST, chosen.platform), columns=2)
        more = st.popover("Limits, failures and shutdowns", icon=":material/tune:", on_change="rerun", key="drain_more")
        rest = number_fields((name for name in fields.FIELDS if name not in FIRST), chosen.platform)
        with inputs.folded(more, [one.key for one in rest.values()]):
            numbers |= inputs.numbers(rest, columns=2)
    case = own_case(chosen, *(int(numbers[name]) for name in ("outbound", "inbound", "cluster")))
    return DrainInputs(from_values(catalog(), listed.classes, numbers), case, numbers["link"], is_his)


def _list() -> tuple[Listed, bool]:
    """The VMs of the list, those of the example where it has none; and whether they are all that was asked."""
    text = inputs.area(
        "VMs on the host",
        "drain_vms",
        EXAMPLE,
        links.MAX_VALUE,
        "Write equal VMs as a class.",
        height=204,
        help="Classes: `20 x 8 GiB @ 20 MB/s in 2 GiB`, where the rate is what the guest writes, the last size its working set, "
        "`fixed` marks what cannot move, and `gpu`, `vgpu 16 GB`, `sriov` or `usb` names a device. Or a line for each VM: "
        "`name, memory GiB, dirty MB/s, migratable, working set GiB`, or rows of an inventory with their heads, such as RVTools' "
        "vInfo; a column Host tells which are on one host.",
    )
    st.markdown(":small[Such as `40 x 16 GiB @ 20 MB/s`, or rows of an inventory with their heads.]")
    found = read(text)
    for fault in found.faults[:MOST_FAULTS]:
        st.error(markup.markdown_sentence(fault))
    if len(found.faults) > MOST_FAULTS:
        st.error(f"{counted(len(found.faults) - MOST_FAULTS, 'more line')} could not be read.")
    for notice in found.notices[:MOST_FAULTS]:
        st.info(markup.markdown_sentence(notice))
    if not found.classes:
        st.error(f"Until then: {EXAMPLE}.")
        return read(EXAMPLE), False
    if found.faults:
        st.error(f"The answer is for the {counted(found.count, 'VM')} that could be read.")
    return found, not found.faults
