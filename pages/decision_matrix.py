"""Decision matrix: which approach for which workload, what the sources say of it, and the rules behind the wizard."""

from __future__ import annotations

import streamlit as st

from components.decide import matrix, verdict_tables
from components.kit import export, filters, links, tables, view_options
from domain.catalog import catalog
from domain.catalog.vocabulary import RuleKind
from domain.quantities.wording import counted
from domain.reference.frames import chosen

facts = catalog()
platforms = view_options.platforms()
one = links.requested({**facts.decision_matrix, **facts.rules}, "scenario or rule")
start = "Rules" if one in facts.rules else "Workloads"
workloads, rules = view_options.tabs(["Workloads", "Rules"], "decision_matrix_tab", start)

if workloads.open:
    with workloads:
        rows = facts.decision_matrix
        if one and one in rows:
            links.back_to_all("All workloads")
            shown = [rows[one]]
        else:
            groups = facts.groups("scenario_groups")
            with view_options.controls():
                names = {row.scenario: row.id for row in rows.values()}
                links.name_unknown("decision_matrix_workload", names, "workload")
                workload = st.selectbox(
                    "Your workload",
                    list(names),
                    index=None,
                    placeholder="All ten",
                    key="decision_matrix_workload",
                    bind="query-params",
                )
                wanted_groups = filters.group_pills("decision_matrix_group", groups)
                wanted = filters.verdict_pills("decision_matrix_verdict")
            shown = [
                row
                for row in rows.values()
                if row.group in wanted_groups
                and workload in (None, row.scenario)
                and filters.with_verdict(row.claims.values(), wanted)
            ]
        matrix.show(shown, platforms)
        export.take_away("decision-matrix", lambda: chosen(facts, "decision_matrix", [row.id for row in shown]))

if rules.open:
    with rules:
        if one and one in facts.rules:
            links.back_to_all("All rules")
            found = [facts.rules[one]]
        else:
            kinds = [kind.value for kind in RuleKind]
            links.name_unknown("decision_matrix_kind", kinds, "kind of rule")
            with view_options.controls():
                picked = st.pills(
                    "Kind", kinds, selection_mode="multi", key="decision_matrix_kind", bind="query-params", wrap=True
                )
            found = [
                rule for rule in facts.rules.values() if rule.platform in platforms and (not picked or rule.kind.value in picked)
            ]
        tables.show_table(
            [tables.Column("Rule"), tables.Column("Fires when", width=38), tables.Column("Evidence", width=16)],
            verdict_tables.all_rule_lines(found, len(found) == 1),
            f"{counted(len(found), 'rule')}, judged for every workload of the wizard.",
        )
        export.take_away("rules", lambda: chosen(facts, "rules", [rule.id for rule in found]))
