"""Disk transfer: how long MTV copies the disks from VMware, how long VMs are down, and how far the model is from the lab."""

from __future__ import annotations

import streamlit as st

from components import choices, disk_form, disk_transfer, disk_words, links
from domain.catalog import catalog
from domain.migration.disk.advice import answer
from domain.migration.disk.lab import against_lab, worst_error

book = catalog()
one = links.requested({**book.lab_transfers, **book.transfer_rates}, "run or rate")
asked = disk_form.question(book)
found, error = answer(asked), worst_error(against_lab(book))

st.markdown(disk_words.verdict(book, asked, found, error))

views = ["Cold", "Warm", "Against the lab"]
cold, warm, lab = choices.tabs(views, "disk_transfer_tab", views[2] if one else views[0])
if cold.open:
    with cold:
        disk_transfer.show_cold(book, asked, found, error)
if warm.open:
    with warm:
        disk_transfer.show_warm(book, asked, found)
if lab.open:
    with lab:
        disk_transfer.show_lab(book, asked, one)
