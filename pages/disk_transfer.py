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

names = ["Cold", "Warm", "Against the lab"]
cold, warm, lab = inputs.tabs(names, "disk_transfer_tab", names[2] if one else names[0])
if cold.open:
    with cold:
        views.show_cold(facts, asked, found, error)
if warm.open:
    with warm:
        views.show_warm(facts, asked, found)
if lab.open:
    with lab:
        views.show_lab(facts, asked, one)
