"""Disk transfer: how long MTV copies the disks from VMware, how long VMs are down, and how far the model is from the lab."""

from __future__ import annotations

import streamlit as st

from components import choices, disk_form, disk_transfer, disk_words, links
from domain.catalog import catalog

book = catalog()
one = links.requested({**book.lab_transfers, **book.transfer_rates}, "run or rate")
given = disk_form.inputs(book)
found = disk_words.reckon(book, given)

for sentence in disk_words.verdict(book, given, found):
    st.markdown(sentence)
st.markdown(
    f":small[A best case: fitted to Red Hat's lab with an error of up to {100 * found.error:.0f} %. "
    f"{'Shutdown and guest conversion are left out until you give them.' if not given.conversion else ''}]"
)

views = ["Cold", "Warm", "Against the lab"]
cold, warm, lab = choices.tabs(views, "disk_transfer_tab", views[2] if one else views[0])
if cold.open:
    with cold:
        disk_transfer.show_cold(book, given, found)
if warm.open:
    with warm:
        disk_transfer.show_warm(book, given, found)
if lab.open:
    with lab:
        disk_transfer.show_lab(book, given, one)
