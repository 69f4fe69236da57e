"""How a scenario of the decision matrix is shown: the quick reference's two cells for OVE, a reading for the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.decide import workload_form
from components.kit import links, markup, run_context, tables, view_options
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.quick_reference import Scenario
from domain.catalog.vocabulary import Platform
from domain.quantities.wording import counted

OVE_CELLS = {"approach": "OVE: approach", "notes": "OVE: what to know"}


def columns(platforms: Sequence[Platform]) -> list[tables.Column]:
    """The workload, then the platforms in their fixed order; OVE has a column for each of the quick reference's cells."""
    found = [tables.Column("Workload", width=15)]
    for platform in platforms:
        labels = OVE_CELLS.values() if platform is Platform.OVE else [platform.label]
        found += [tables.Column(label, platform) for label in labels]
    return found


def show(rows: Sequence[Scenario], platforms: Sequence[Platform]) -> None:
    """The rows side by side; one alone stands open."""
    cells = [claim for row in rows for claim in row.claims.values()]
    tables.show_table(
        columns(platforms),
        [line(row, platforms, view_options.show(), len(rows) == 1) for row in rows],
        f"{counted(len(rows), 'workload')}. {tables.verdict_sentence(cells, view_options.show())}",
        slide_rows=1,
    )


def line(row: Scenario, platforms: Sequence[Platform], show: str, opened: bool) -> tables.Line:
    """A workload with its cells, as `columns` orders them."""
    group = catalog().scenario_groups[row.group].label
    return tables.two_lines(_head(row.id), list(_cells(row, platforms, show, opened)), opened, group)


@run_context.cached
def _head(id_: str) -> Html:
    """The workload's name, and its example in the wizard."""
    example = next(one for one in catalog().workloads.values() if one.scenario == id_)
    walk = links.href("wizard", **workload_form.params(example.answers, example.name))
    head = tables.row_head("decision_matrix", id_, catalog().decision_matrix[id_].scenario)
    return markup.joined(head, markup.below(markup.anchor("Open in the wizard", walk)))


def _cells(row: Scenario, platforms: Sequence[Platform], show: str, opened: bool) -> Iterator[tuple[Html, Html]]:
    for platform in platforms:
        claims = [row.claims[key] for key in OVE_CELLS] if platform is Platform.OVE else [row.elsewhere.get(platform)]
        for claim in claims:
            if claim:
                yield tables.claim_value(claim, show), tables.claim_evidence(claim, show, opened)
            else:
                yield markup.small(markup.text("not researched")), markup.NOTHING
