"""The form of the drain window: the VMs of a host, the network and the cluster, all kept in the link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components.kit import address, inputs
from components.kit.inputs import NumberField
from components.kit.markup import markdown_sentence
from components.kit.places import Places
from components.kit.turns import in_turn
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.drain import fields
from domain.drain.answers import answer
from domain.drain.cases import DrainCase, own_case
from domain.drain.question import DrainQuestion, from_values
from domain.drain.vm_classes import VmClass, equal_vms
from domain.drain.vm_list import Listed, read
from domain.quantities.wording import counted

answered = in_turn(32)(answer)
"""A drain under the limits of a case."""

LIST, LAST, OPENED = "drain_vms", "drain_last_read", "drain_list_opened"
"""The key of the list; what the session keeps of the last one that could be read, and that the list's fold was opened."""

SUCH_AS = "20 x 8 GiB @ 20 MB/s, 8 x 32 GiB @ 50 MB/s, 2 x 256 GiB @ 200 MB/s, 1 x 64 GiB fixed"

HINT = ":small[Such as `40 x 16 GiB @ 20 MB/s`, or rows of an inventory with their heads.]"

MOST_FAULTS = 4

FIRST = ("link", "setup", "hosts", "reboot", "before", "others")
"""The numbers that are in view; the others fold."""

LIMITS = ("outbound", "inbound", "cluster")

NONE = {"cap": "is none", "deadline": "is none"}
"""What 0 stands for, where it is not itself."""


@dataclass(frozen=True)
class DrainInputs:
    """What the form holds: the question, the case to answer it for, and the migration link in Gbit/s as it was typed.

    `of`: what the question is of, where it is not of all that the visitor wrote; `stale`, where it is of nothing in the list.
    """

    question: DrainQuestion
    case: DrainCase
    gbps: float
    of: str = ""
    stale: bool = False


def number_fields(names: Iterable[str], platform: Platform = Platform.OVE) -> dict[str, NumberField]:
    """The numbers of these names; where platforms differ, an empty one shows what holds on this platform."""
    start = fields.starts(catalog())
    return {
        name: NumberField(
            f"drain_{name}",
            f"{one.label}, {one.unit}" if one.unit else one.label,
            one.low,
            one.high,
            start.get(name, one.start),
            one.step,
            fields.about(catalog(), name) if name in fields.FIELDS else one.about,
            ("by release" if one.topic is None else fields.held(catalog(), name, platform)) if one.by_platform else None,
            whole=one.whole,
            holds=fields.held_number(catalog(), name, platform) if name in fields.FIELDS else None,
        )
        for name in names
        for one in (fields.FIELDS.get(name) or fields.EQUAL_VMS[name],)
    }


def form(cases: Sequence[DrainCase], start: str | None, places: Places) -> DrainInputs:
    """The widgets; `start` is the id of the case that is chosen at first, else OVE's first."""
    with places.form:
        vms, of, stale = _vms(places)
        first = next(case for case in cases if (case.id == start if start else case.platform is Platform.OVE))
        former = inputs.renamed(catalog().drain_defaults.values())
        chosen = inputs.choose("Limits of", {case.label: case for case in cases}, "drain_with", "default", first, former)
        numbers = inputs.numbers(number_fields(FIRST, chosen.platform), columns=3)
    with places.more:
        more = st.expander("More inputs: your own limits, failures and shutdowns", on_change="rerun", key="drain_more")
    rest = number_fields((name for name in fields.FIELDS if name not in FIRST), chosen.platform)
    zero = {name: f"keeps {getattr(chosen, name) or 'no limit'}" for name in LIMITS} | NONE
    rest |= {name: replace(rest[name], label=f"{rest[name].label} (0 {said})") for name, said in zero.items()}
    with inputs.folded(more, [one.key for one in rest.values()]):
        numbers |= inputs.numbers(rest, columns=4)
    case = own_case(chosen, *(int(numbers[name]) for name in LIMITS))
    return DrainInputs(from_values(catalog(), vms, numbers), case, numbers["link"], of, stale)


def _vms(places: Places) -> tuple[tuple[VmClass, ...], str, bool]:
    """The VMs of the list, if there is one, else those of three numbers; then as DrainInputs' `of` and `stale`."""
    three = st.container()
    text = _list()
    with three:
        equal = _equal(idle=bool(text.strip()))
    if not text.strip():
        st.session_state[LAST] = equal
        return equal, "", False
    found = read(text)
    with places.answer:
        _say(found)
    if not found.classes:
        last = st.session_state.get(LAST)
        of = "Answer of the last input that could be read" if last else "Answer of the three numbers, until the list can be read"
        return last or equal, of, True
    if found.faults:
        return found.classes, f"Answer of the {counted(found.count, 'VM')} that could be read", False
    st.session_state[LAST] = found.classes
    return found.classes, "", False


def _equal(idle: bool) -> tuple[VmClass, ...]:
    found = {}
    for (name, field), column in zip(number_fields(fields.EQUAL_VMS).items(), st.columns(3), strict=True):
        with column:
            found[name] = inputs.number(field, disabled=idle) or 0.0
    if idle:
        st.markdown(":small[The list below is used; clear it to use these three numbers.]")
    return (equal_vms(int(found["count"]), found["memory"], found["dirty"]),)


def _list() -> str:
    """The list as it is written; its fold stays open once it held something."""
    held = st.session_state.get(LIST) or address.value(LIST) or ""
    opened = st.session_state[OPENED] = bool(st.session_state.get(OPENED) or held.strip())
    with st.expander("More exactly: a list of VMs", expanded=opened):
        text = inputs.area(
            "List of VMs",
            LIST,
            "",
            address.MAX_VALUE,
            "Write equal VMs as a class.",
            height=140,
            placeholder=SUCH_AS,
            help="Classes: `20 x 8 GiB @ 20 MB/s in 2 GiB`, where the rate is what the guest writes, the last size its working "
            "set, `fixed` marks what cannot move, and `gpu`, `vgpu 16 GB`, `sriov` or `usb` names a device. Or a line for each "
            "VM: `name, memory GiB, dirty MB/s, migratable, working set GiB`, or rows of an inventory with their heads, such as "
            "RVTools' vInfo; a column Host tells on which host each VM is.",
        )
        faults = read(text).faults if text.strip() else ()
        st.markdown(f":small[:red[{markdown_sentence(faults[0])}]]" if faults else HINT)
    return text


def _say(found: Listed) -> None:
    """What could not be read of the list, and how the rest was."""
    if faults := [markdown_sentence(fault) for fault in found.faults[:MOST_FAULTS]]:
        if len(found.faults) > MOST_FAULTS:
            faults.append(f"{counted(len(found.faults) - MOST_FAULTS, 'more line')} could not be read.")
        st.error("\n\n".join(faults))
    if found.notices:
        st.info("\n\n".join(map(markdown_sentence, found.notices[:MOST_FAULTS])))
