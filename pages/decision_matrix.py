"""Decision matrix: which approach for which workload, and what the sources say of it."""

from __future__ import annotations

import streamlit as st

from components import choices, claims, decision, links, share, tables
from domain.catalog import catalog
from domain.catalog.frames import chosen

rows = catalog().decision_matrix
groups = catalog().groups("scenario_groups")
platforms = choices.platforms()
one = links.requested(rows, "scenario")

if one:
    links.back_to_all("All workloads")
    shown = [rows[one]]
else:
    scenarios = {row.scenario: row.id for row in rows.values()}
    with choices.controls():
        links.name_unknown("decision_matrix_workload", scenarios, "workload")
        workload = st.selectbox(
            "Your workload",
            list(scenarios),
            index=None,
            placeholder="All ten",
            key="decision_matrix_workload",
            bind="query-params",
        )
        wanted_groups = claims.group_pills("decision_matrix_group", groups)
        wanted = claims.verdict_pills("decision_matrix_verdict")
    shown = [
        row for row in rows.values()
        if row.group in wanted_groups
        and workload in (None, row.scenario)
        and claims.with_verdict(row.claims.values(), wanted)
    ]  # fmt: skip

opened = len(shown) == 1
tables.show_table(
    decision.columns(platforms),
    [decision.line(row, platforms, groups, choices.show(), opened) for row in shown],
    f"{claims.count(len(shown), 'workload')}. {claims.verdict_sentence([c for row in shown for c in row.claims.values()])}",
)
share.take_away("decision-matrix", lambda: chosen(catalog(), "decision_matrix", [row.id for row in shown]))
