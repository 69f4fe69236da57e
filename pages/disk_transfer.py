"""Disk transfer: how long MTV copies the disks from VMware, which ways lead out, and how far the model is from the lab."""

import streamlit as st

from components.disk_transfer import addresses, form, leaving, views
from components.kit import address, inputs, places
from components.kit.parts import part
from domain.catalog import catalog
from domain.disk_transfer.advice import answer
from domain.disk_transfer.lab import against_lab, worst_error

facts = catalog()
ROWS = {
    "Warm": facts.transfer_phases,
    "How the disks can leave": facts.transfer_methods,
    "Addresses": facts.cluster_networks,
    "Against the lab": {**facts.lab_transfers, **facts.field_transfers, **facts.transfer_rates},
}


def transfer() -> None:
    """Plan and answer; a click draws only them anew."""
    one = address.requested({id_: row for rows in ROWS.values() for id_, row in rows.items()}, "row")
    where = places.answer_first("Plan")
    given = form.form(facts, where)
    asked, stale = given.question, bool(given.of)
    found, error = answer(asked), worst_error(against_lab(facts))
    with where.answer, places.answer(stale):
        st.markdown(views.verdict(facts, asked, found, error, given.of))
        form.offers(asked)
    with places.beneath(stale):
        st.markdown(views.beneath(facts, asked, error))

    start = next((tab for tab, rows in ROWS.items() if one in rows), "Cold")
    with inputs.tabs(["Cold", *ROWS], "disk_transfer_tab", start) as tab, places.views(stale and tab in ("Cold", "Warm")):
        if tab == "Cold":
            views.show_cold(facts, asked, found, error)
        if tab == "Warm":
            views.show_warm(facts, asked, found, one if one in ROWS[tab] else None)
        if tab == "How the disks can leave":
            leaving.show(facts, asked, one)
        if tab == "Addresses":
            addresses.show(facts, one)
        if tab == "Against the lab":
            views.show_lab(facts, asked, one if one in ROWS[tab] else None)


part(transfer)
