"""The inputs of the disk transfer: the plan, what its VMs write, the ceilings and the phases, all kept in the link."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from components.kit import inputs
from components.kit.inputs import NumberField
from domain.catalog import Catalog
from domain.disk_transfer import sentences
from domain.disk_transfer.advice import TransferQuestion
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.fields import LIST, LIST_ABOUT, LIST_LABEL, TransferField, fields
from domain.quantities import units

OPENING = "plan"
"""The group that is always drawn; the others fold."""


def question(facts: Catalog) -> TransferQuestion:
    """Every input, bound to the link. The fold is filled only while it is open, or where the link sets something in it.

    In the presentation form all of it stands in one fold.
    """
    groups = fields(facts)
    fold = _fold("Plan") if st.context.is_embedded else None
    with (st if fold is None else fold).container(horizontal=True, vertical_alignment="bottom", key="disk_plan"):
        given: dict[str, object] = {**inputs.numbers(number_fields(groups[OPENING]))}
    fold = fold if fold is not None else _fold("More inputs: unequal disks, phases, and the ceilings taken from the lab")
    folded = [number_fields(group) for name, group in groups.items() if name != OPENING]
    with inputs.folded(fold, [LIST, *(key for group in folded for key in group)]):
        listed = inputs.text(LIST_LABEL, LIST, LIST_ABOUT, "20, 3 x 500", width=340)
        for group in folded:
            with inputs.row(vertical_alignment="bottom"):
                given |= inputs.numbers(group)
    with inputs.faults_said("Until then the disks are equal."):
        return question_of(facts, given | {LIST: listed})
    return question_of(facts, given)


def offers(asked: TransferQuestion) -> None:
    """A button for each ceiling that was given for one way, while the lab's lower one still holds for the other."""
    for one in asked.carried:
        if not one.bound:
            key = f"disk_{one.way}_{'all' if one.ceiling == 'shared' else one.ceiling}"
            value = one.given if one.ceiling == "gain" else float(f"{one.given / units.MIB:.10g}")
            label = f"Take {sentences.ceiling_in_words(one.ceiling, one.given)} for {one.way} too"
            st.button(label, key=f"take_{key}", on_click=inputs.put, args=(key, value))


def number_fields(group: Mapping[str, TransferField]) -> dict[str, NumberField]:
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
            width=158,
        )
        for field in group.values()
    }


def _fold(label: str) -> ExpanderContainer:
    return st.expander(label, key="disk_more", on_change="rerun")
