"""Disk transfer: how long MTV copies the disks from VMware, how long VMs are down, and how far the model is from the lab."""

import streamlit as st

from components.disk_transfer import form, views
from components.kit import inputs, links
from domain.catalog import catalog
from domain.disk_transfer.advice import answer
from domain.disk_transfer.lab import against_lab, worst_error

facts = catalog()
one = links.requested({**facts.lab_transfers, **facts.transfer_rates}, "run or rate")
asked = form.question(facts)
found, error = answer(asked), worst_error(against_lab(facts))

st.markdown(views.verdict(facts, asked, found, error))

start = "Against the lab" if one else "Cold"
with inputs.tabs(["Cold", "Warm", "Against the lab"], "disk_transfer_tab", start) as tab:
    if tab == "Cold":
        views.show_cold(facts, asked, found, error)
    if tab == "Warm":
        views.show_warm(facts, asked, found)
    if tab == "Against the lab":
        views.show_lab(facts, asked, one)
