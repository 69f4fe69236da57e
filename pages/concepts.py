"""Concepts: vSphere words in OVE's and Azure Local's language, in both directions."""

from components.kit import address, export, filters, inputs, links, tables, view_options
from components.reference import concepts
from domain.catalog import catalog
from domain.catalog.vocabulary import Match, Platform
from domain.quantities.wording import counted

rows = catalog().concepts
groups = catalog().groups("concept_groups")
targets = [p for p in view_options.platforms() if p is not Platform.VSPHERE] or [Platform.OVE, Platform.AZURE_LOCAL]
one = address.requested(rows, "concept")

shown = links.only(rows, one, "All concepts")

if not one:
    with filters.row():
        _, shown = filters.find("concepts", shown, "concepts_find", "Find in either direction: DRS, PVC …")
        with filters.behind_button("concepts_group", "concepts_match"):
            wanted_groups = filters.group_pills("concepts_group", groups)
            picked = inputs.choose_many("Equivalent", inputs.words(Match), "concepts_match", "match", wrap=True)
    shown = [
        row for row in shown if row.group in wanted_groups and (not picked or any(row.claims[p].match in picked for p in targets))
    ]

cells = [row.claims[p] for row in shown for p in targets]
tables.show_table(
    [*tables.platform_columns("VMware vSphere", targets), tables.Column("See also", width=22)],
    [concepts.line(row, targets, view_options.show(), row.id == one) for row in shown],
    f"{counted(len(shown), 'concept')}; {sum(c.match is Match.NONE for c in cells)} without a direct equivalent. "
    f"{tables.verdict_sentence(cells, view_options.show())}",
    slide_rows=2,
)
export.take_away_rows("concepts", shown)
