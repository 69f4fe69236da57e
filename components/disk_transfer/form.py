"""The inputs of the disk transfer: the plan, what its VMs write, the ceilings and the phases, all kept in the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components.kit import address, inputs
from components.kit.inputs import NumberField
from components.kit.places import Places
from domain.catalog import Catalog
from domain.disk_transfer import sentences
from domain.disk_transfer.advice import TransferQuestion
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.fields import LIST, LIST_ABOUT, LIST_LABEL, PLAN, TransferField, fields
from domain.quantities import units

OPENING = "plan"
"""The group that is always drawn; the others fold."""


LAST = "disk_last_read"
"""What the session keeps: the last list of disks that could be read."""


@dataclass(frozen=True)
class TransferInputs:
    """What the form holds; `of`: what the question is of while the list of disks cannot be read, else empty."""

    question: TransferQuestion
    of: str = ""


def form(facts: Catalog, where: Places) -> TransferInputs:
    """Every input, bound to the link. The fold is filled only while it is open, or where the link sets something in it."""
    groups = fields(facts)
    with where.form:
        given: dict[str, object] = {**_plan(number_fields(groups[OPENING], "stretch"))}
    with where.more:
        fold = st.expander("More inputs: unequal disks, phases, ceilings of the lab", key="disk_more", on_change="rerun")
    folded = [number_fields(group) for name, group in groups.items() if name != OPENING]
    with inputs.folded(fold, [LIST, *(key for group in folded for key in group)]):
        listed = inputs.text(LIST_LABEL, LIST, LIST_ABOUT, "20, 3 x 500", width=340)
        beneath = st.container() if fold.open else where.answer
        for group in folded:
            with inputs.row(vertical_alignment="bottom"):
                given |= inputs.numbers(group)
    with beneath, inputs.faults_said():
        found = question_of(facts, given | {LIST: listed})
        st.session_state[LAST] = listed
        return TransferInputs(found)
    last = st.session_state.get(LAST)
    of = "Answer of the last list of disks that could be read." if last else "Answer for equal disks, until the list can be read."
    return TransferInputs(question_of(facts, given | {LIST: last or ""}), of)


def _plan(group: Mapping[str, NumberField]) -> dict[str, float]:
    """The numbers of the plan in a grid; the size of a VM does not act while there is one of all."""
    size, total = (PLAN[name].key for name in ("gib", "total"))
    held = st.session_state[total] is not None if total in st.session_state else address.sets([total])
    found = {}
    with inputs.grid(158):
        for key, field in group.items():
            found[key] = inputs.number(field, disabled=key == size and held)
    return {key: value for key, value in found.items() if value is not None}


def offers(asked: TransferQuestion) -> None:
    """A button for each ceiling that was given for one way, while the lab's lower one still holds for the other."""
    for one in asked.carried:
        if not one.bound:
            key = f"disk_{one.way}_{'all' if one.ceiling == 'shared' else one.ceiling}"
            value = one.given if one.ceiling == "gain" else float(f"{one.given / units.MIB:.10g}")
            label = f"Take {sentences.ceiling_in_words(one.ceiling, one.given)} for {one.way} too"
            st.button(label, key=f"take_{key}", on_click=inputs.put, args=(key, value))


def number_fields(group: Mapping[str, TransferField], width: int | Literal["stretch"] = 158) -> dict[str, NumberField]:
    """The widgets of a group, by the names that links and the question give them."""
    return {
        field.key: NumberField(
            field.key,
            field.label,
            field.low,
            field.high,
            field.start,
            field.step,
            field.about,
            field.placeholder or None,
            whole=field.whole,
            width=width,
        )
        for field in group.values()
    }
