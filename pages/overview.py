"""Overview: find anything, the platforms at a glance, the questions people arrive with."""

import streamlit as st

from components.kit import address, export, inputs, markup, tables, view_options
from components.reference import changes, search_results
from domain.catalog import catalog
from domain.reference.search import MAX_QUERY

facts = catalog()
platforms = view_options.platforms()
address.requested({}, "row")
query = inputs.text(
    "Find a number, command, concept, blocker, check or source",
    "find",
    longest=MAX_QUERY,
    live="300ms",
    placeholder="max vCPU, drain node, SR-IOV, RWX …",
)

if query.strip():
    search_results.results(query)
else:
    st.html(changes.in_one_line())
    st.header("Common questions", anchor="questions")
    search_results.questions()
    st.header("The three platforms at a glance", anchor="platforms")
    infos = [facts.platforms[p.value] for p in platforms]
    aspects = (
        ("Hypervisor", "hypervisor"),
        ("Control plane", "control_plane"),
        ("One VM is", "one_vm_is"),
        ("Managed with", "managed_with"),
    )
    numbers = [row for row in facts.key_numbers.values() if row.bounds]
    tables.show_table(
        tables.platform_columns("At a glance", platforms),
        [
            *(
                tables.Line(markup.text(label), tuple(markup.text(getattr(info, name)) for info in infos))
                for label, name in aspects
            ),
            tables.Line(markup.text("Sources"), tuple(tables.sources_fold(info.evidence) for info in infos)),
            *(
                tables.Line(
                    tables.row_head("key_numbers", row.id, row.parameter),
                    tuple(tables.claim_cell(row.claims[p], view_options.show(), unit=row.unit, numeric=True) for p in platforms),
                )
                for row in numbers
            ),
        ],
        "A one-page quick reference of the three platforms circulates without sources. "
        + tables.verdict_sentence([row.claims[p] for row in facts.key_numbers.values() for p in platforms], tables.BOTH)
        + " Values, under View, shows its words beside what the sources say.",
    )
    export.take_away_rows("platforms", facts.platforms.values())
