"""How the support of releases is shown: what ends when, side by side by platform, and each release in a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from components.kit import links, markup, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.lifecycle import ReleaseSupport
from domain.catalog.vocabulary import Platform, SupportState
from domain.quantities.wording import counted
from domain.reference.lifecycle.sentences import UNKNOWN, endings, labels, phases_in_words
from domain.reference.lifecycle.standing import Standing

COUNTED_FROM = {"today": 0, "in 1 year": 1, "in 2 years": 2, "in 3 years": 3}
"""Years from today to the day that is asked about: a move off a platform takes some."""

SUMMARY = "What has ended and what ends within 12 months, by platform; Windows Server is listed with Azure Local."

COLUMNS = [
    tables.Column("Release", width=22),
    tables.Column("Stands", width=17),
    tables.Column("Support"),
    tables.Column("Available", width=10),
    tables.Column("Evidence", width=20),
]


def platform_of(release: ReleaseSupport) -> Platform:
    """Whose release it is."""
    return catalog().lifecycle_products[release.product].platform


def summary_lines(found: Sequence[Standing], platforms: Sequence[Platform]) -> list[tables.Line]:
    """A row a state that occurs, a cell a platform; what ends stands by its day."""
    lines = []
    for state in SupportState:
        own = [[one for one in found if one.state is state and platform_of(one.release) is p] for p in platforms]
        cell = _by_day if state is SupportState.ENDING else _listed
        if any(own):
            lines.append(tables.Line(markup.mark(state, wrapped=True), tuple(cell(each) or markup.DASH for each in own)))
    return lines


def _by_day(found: Sequence[Standing]) -> Html:
    return markup.joined(
        *(
            markup.line(markup.spaced(markup.strong(markup.text(day)), _anchors(releases), markup.small(markup.text(phase))))
            for day, phase, releases in endings(catalog(), found)
        )
    )


def _listed(found: Sequence[Standing]) -> Html:
    return _anchors([one.release for one in found])


def _anchors(releases: Sequence[ReleaseSupport]) -> Html:
    anchors = (
        markup.anchor(label, links.row_href("lifecycle", release.id))
        for label, release in zip(labels(releases), releases, strict=True)
    )
    return markup.listed(anchors, ", ")


def release_lines(found: Iterable[Standing], one: str | None) -> list[tables.Line]:
    """A row a release; `one` is the id of the row that the link asks for."""
    return [_line(standing, standing.release.id == one) for standing in found]


def _line(found: Standing, opened: bool) -> tables.Line:
    release = found.release
    product = catalog().lifecycle_products[release.product]
    head = markup.platform_edge(product.platform, tables.row_head("lifecycle", release.id, release.name))
    support = markup.stacked(map(markup.text, phases_in_words(catalog(), found)))
    available = markup.text(release.available.isoformat() if release.available else UNKNOWN)
    evidence = markup.fold(markup.handle(release.grade.label), tables.provenance(release), opened)
    return tables.Line(head, (markup.mark(found.state, wrapped=True), support, available, evidence), product.label)


def caption(found: Sequence[Standing], on: date) -> str:
    """What the table of releases shows."""
    return f"{counted(len(found), 'release')} on {on.isoformat()}; the last day of a phase still belongs to it."
