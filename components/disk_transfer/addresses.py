"""Whether the cluster hides an ESXi host or vCenter: the fields, the answer, and the networks that it starts from."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.kit import export, inputs, links, markup, tables
from domain.catalog import Catalog
from domain.catalog.records.disk_transfer import ClusterNetwork
from domain.disk_transfer import sentences
from domain.disk_transfer.overlap import MOST_ADDRESSES, JudgedAddress, judged, split
from domain.quantities.wording import counted

LONGEST, LONGEST_NETWORK = 4000, 200
"""Characters of the list of addresses, and of a network field."""


def show(facts: Catalog, one: str | None) -> None:
    """The fields, the answer for every address, and where the networks' defaults come from."""
    rows = facts.cluster_networks
    shown = links.only(rows, one, "All networks") if one in rows else list(rows.values())
    about = f"Separated by blanks, commas or line breaks; at most {MOST_ADDRESSES} are tested. Host names are not looked up."
    typed = inputs.area(
        "ESXi or vCenter addresses", "overlap_addresses", "", LONGEST, about, help=about, placeholder="192.0.2.11, 192.0.2.12"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="overlap_networks"):
        kinds = {
            row.name: inputs.text(
                row.title, f"overlap_{id_.replace('-', '_')}", row.scope, start=row.cidr, longest=LONGEST_NETWORK, width=310
            )
            for id_, row in rows.items()
        }
    found = judged(typed, kinds)
    if found:
        st.markdown("\n\n".join(markup.markdown_phrases(part) for part in sentences.addresses(found)))
        left_out = len(dict.fromkeys(split(typed))) - len(found)
        if left_out > 0:
            st.warning(f"{counted(left_out, 'address', 'addresses')} beyond the first {MOST_ADDRESSES} were not tested.")
        _answers(found)
    else:
        st.info("Enter the addresses of vCenter and the ESXi hosts as the cluster sees them; they become part of this link.")
    tables.show_table(
        [tables.Column("Network", width=30), tables.Column("Default", width=20), tables.Column("Holds for")],
        [_network_line(row, row.id == one) for row in shown],
        f"{counted(len(shown), 'network')} of a cluster with {'its default' if len(shown) == 1 else 'their defaults'}. "
        "To read yours: oc get network.config/cluster -o yaml.",
    )
    export.take_away_rows("cluster_networks", shown)


def _answers(found: Sequence[JudgedAddress]) -> None:
    tables.show_table(
        [tables.Column("Address", width=30), tables.Column("Answer", width=20), tables.Column("Why")],
        [
            tables.Line(markup.literal(one.address), (markup.mark(one.standing), markup.literal(one.why) or markup.DASH))
            for one in found
        ],
        f"{counted(len(found), 'address', 'addresses')} tested.",
    )
    export.take_away("addresses", lambda: _frame(found))


def _frame(found: Sequence[JudgedAddress]) -> pd.DataFrame:
    return pd.DataFrame([{"address": one.address, "answer": one.standing.label, "why": one.why} for one in found])


def _network_line(row: ClusterNetwork, opened: bool) -> tables.Line:
    holds = markup.joined(markup.text(row.scope), tables.sources_fold(row, opened))
    return tables.Line(tables.row_head("cluster_networks", row.id, row.title), (markup.value(markup.text(row.cidr)), holds))
