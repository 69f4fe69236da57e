"""Decision matrix: which approach for which workload, what the sources say of it, and the rules behind the wizard."""

from components.decide import matrix, verdict_tables
from components.kit import address, export, filters, inputs, links, tables, view_options
from domain.catalog import catalog
from domain.catalog.vocabulary import RuleKind
from domain.quantities.wording import counted

facts = catalog()
platforms = view_options.platforms()
one = address.requested({**facts.decision_matrix, **facts.rules}, "scenario or rule")
start = "Rules" if one in facts.rules else "Workloads"

with inputs.tabs(["Workloads", "Rules"], "decision_matrix_tab", start) as tab:
    if tab == "Workloads":
        shown = links.only(facts.decision_matrix, one, "All workloads")
        if one not in facts.decision_matrix:
            with filters.row():
                names = {row.scenario: row.id for row in shown}
                workload = inputs.choose(
                    "Your workload",
                    names,
                    "decision_matrix_workload",
                    "workload",
                    placeholder="All workloads",
                    label_visibility="collapsed",
                    width=320,
                )
                with filters.behind_button("decision_matrix_group", "decision_matrix_verdict"):
                    wanted_groups = filters.group_pills("decision_matrix_group", facts.groups("scenario_groups"))
                    wanted = filters.verdict_pills("decision_matrix_verdict")
            shown = [
                row
                for row in shown
                if row.group in wanted_groups and workload in (None, row.id) and filters.with_verdict(row.claims.values(), wanted)
            ]
        matrix.show(shown, platforms)
        export.take_away_rows("decision_matrix", shown)

    if tab == "Rules":
        found = links.only(facts.rules, one, "All rules")
        if one not in facts.rules:
            with filters.row():
                _, found = filters.find("rules", found, "decision_matrix_find", "Find: SR-IOV, RWX, must …")
                with filters.behind_button("decision_matrix_kind"):
                    picked = inputs.choose_many("Kind", inputs.words(RuleKind), "decision_matrix_kind", "kind of rule", wrap=True)
            found = [r for r in found if r.platform in platforms and (not picked or r.kind in picked)]
        tables.show_table(
            [tables.Column("Rule"), tables.Column("Fires when", width=38), tables.Column("Evidence", width=16)],
            verdict_tables.all_rule_lines(found, len(found) == 1),
            f"{counted(len(found), 'rule')}, judged for every workload of the wizard.",
            slide_rows=3,
        )
        export.take_away_rows("rules", found)
