"""Tables that are read, cited and printed, as real HTML: a row header, a cell a platform, provenance in the cell.

Streamlit's `st.html` sanitises once more what is escaped here and in `markup`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import NamedTuple

import streamlit as st

from components.kit import links, markup, releases, run_context, slides
from components.kit.address import BOTH as BOTH
from components.kit.address import REFERENCE as REFERENCE
from components.kit.address import VERIFIED as VERIFIED
from components.kit.markup import Html
from components.kit.menu import PAGE_OF_TABLE
from components.kit.style import COLOURS
from domain.catalog import catalog
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Grade, Platform, Verdict
from domain.quantities.wording import counted
from domain.reference.citations import row_of_evidence
from domain.reference.events import unread
from domain.reference.frames import citations

HANDLES = {Grade.PRIMARY: "source", Grade.SECONDARY: "secondary source"}
"""What opens the provenance of a statement; of the other grades, their names."""

LONGEST_NAME = 70
"""Characters of a row's name where another row refers to it: rules are called by the sentence they say."""


@dataclass(frozen=True)
class Column:
    """A column; `width` is its share in percent, the rest is divided evenly. Numbers stand on the right.

    `short`: a word a cell; on a phone, where cells stand one under another, three of them share a line.
    """

    label: str
    platform: Platform | None = None
    numeric: bool = False
    width: int = 0
    short: bool = False


class Shown(NamedTuple):
    """A table that a run has drawn."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    caption: str


@dataclass(frozen=True)
class Line:
    """A row: `head` and `cells` are made by `markup` and the functions below; `group` is the headed block it belongs to.

    `behind`: cells of a second line under these, so that on a phone all values come before what stands behind them; or a single
    one, as wide as all of them.
    """

    head: Html
    cells: tuple[Html, ...]
    group: str = ""
    behind: tuple[Html, ...] = ()


def row_head(table: str, id_: str, label: str, small: str = "") -> Html:
    """The row's name as its own link, with a smaller line beneath it."""
    return markup.joined(markup.anchor(label, links.row_href(table, id_)), markup.below(markup.text(small)))


def ref_anchor(ref: str, label: str) -> Html:
    """A link to the row that a reference such as `blockers/LMB-K26` names."""
    table, _, id_ = ref.partition("/")
    return markup.anchor(label, links.row_href(table, id_))


@run_context.cached
def _source_list(ids: tuple[str, ...]) -> Html:
    """These sources, each linked to where it can be read, or with its place in words; and to its entry in the bibliography."""
    sources, cited = catalog().sources, citations(catalog())
    parts = []
    for id_ in ids:
        source, url = sources[id_], links.source_url(sources[id_])
        of = "; ".join(filter(None, (source.version, "" if url else source.page)))
        parts.append(
            markup.spaced(
                markup.outside(source.title, url) if url else markup.literal(source.title),
                markup.literal(f"({of})" if of else ""),
                markup.small_anchor(f"cited\u00a0by\u00a0{cited[id_]}", links.row_href("sources", id_)),
            )
        )
    return markup.stacked(parts)


def named(ref: str) -> Html:
    """The row that a reference such as `rules/ove-disks-rwx` names, by its own name; a link where a screen shows it."""
    table, _, id_ = ref.partition("/")
    record = catalog().records[table][id_]
    names = ("title", "task", "parameter", "scenario", "concept", "name", "label", "says")
    name = next((str(getattr(record, one)) for one in names if getattr(record, one, "")), id_)
    name = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"
    match table:
        case "blockers" | "checklist":
            label = f"{id_} {name}"
        case "transfer_methods" | "cluster_networks":
            label = f"{BY_NAME[table].title}: {name}"
        case _:
            label = name
    return ref_anchor(ref, label) if table in PAGE_OF_TABLE else markup.text(label)


def touched(evidence: Evidence, whole: bool = False) -> Html:
    """That an event has come since this statement was last checked, as a link to it, `whole` with its title; else nothing."""
    one = unread(catalog()).get(id(evidence))
    if not one:
        return markup.NOTHING
    words = f"touched by an event of {one.event.date}" + (f": {one.event.title}" if whole else "")
    return markup.touched(words, links.row_href("events", one.event.id))


def provenance(evidence: Evidence, extra: Sequence[tuple[str, Html]] = (), cited: bool = False) -> Html:
    """Everything that stands behind a statement: source, grade, date and note, and an event that came after.

    `cited`: also the way to where its row stands in one line to copy.
    """
    return markup.definition(
        (
            ("Not read again yet", touched(evidence, whole=True)),
            *extra,
            ("Sources", _source_list(evidence.sources) or markup.text("none found")),
            ("Evidence", markup.text(evidence.grade.explained)),
            (
                "Checked",
                markup.spaced(markup.text(evidence.checked.isoformat()), _to_cite(evidence) if cited else markup.NOTHING),
            ),
            ("Note", markup.text(evidence.note)),
        )
    )


def _to_cite(evidence: Evidence) -> Html:
    """The way to the row of a statement, where it stands in one line to copy; nothing if no screen shows the row alone."""
    table, id_ = row_of_evidence(catalog()).get(id(evidence), ("", ""))
    return markup.small_anchor("cite", links.row_href(table, id_)) if table in PAGE_OF_TABLE else markup.NOTHING


def claim_cell(claim: Claim, show: str = VERIFIED, opened: bool = False, unit: str = "", numeric: bool = False) -> Html:
    """A claim in one glance, and where it comes from one click behind the name of its grade."""
    return markup.joined(claim_value(claim, show, numeric), claim_evidence(claim, show, opened, unit))


@run_context.cached
def claim_value(claim: Claim, show: str = VERIFIED, numeric: bool = False) -> Html:
    """The value large, its scope small.

    What the quick reference says of it is a reading of its own, and its verdict stands beside its words.
    """
    if show == REFERENCE:
        return markup.value(markup.literal(claim.reference) if claim.reference else markup.DASH, numeric)
    lines = [markup.value(markup.text(claim.verified), numeric), markup.note(releases.linked(claim.scope))]
    return markup.joined(*lines, judged(claim) if show == BOTH else markup.NOTHING)


@run_context.cached
def claim_evidence(claim: Claim, show: str = VERIFIED, opened: bool = False, unit: str = "") -> Html:
    """Where a claim comes from; where the quick reference alone is shown, behind its verdict."""
    if show == REFERENCE:
        return evidence_fold(claim, _verdict(claim), claim_details(claim, unit, reference=True), opened, cited=not opened)
    return sources_fold(claim, opened, claim_details(claim, unit))


def claim_line(
    head: Html, claims: Sequence[Claim], show: str, opened: bool, group: str = "", unit: str = "", numeric: bool = False
) -> Line:
    """A row of claims; where it stands `opened`, what is behind them comes in a line of its own."""
    cells = [(claim_value(claim, show, numeric), claim_evidence(claim, show, opened, unit)) for claim in claims]
    return two_lines(head, cells, opened, group)


def two_lines(head: Html, cells: Sequence[tuple[Html, Html]], opened: bool, group: str = "") -> Line:
    """A row of cells, each with what stands behind it: beneath it, or where the row stands `opened`, in a line of its own."""
    if not opened:
        return Line(head, tuple(markup.joined(*cell) for cell in cells), group)
    return Line(head, tuple(value for value, _ in cells), group, tuple(behind for _, behind in cells))


def judged(claim: Claim, said: Html = markup.NOTHING) -> Html:
    """What the quick reference says, if it speaks of it, and whether that is right; `said` in place of its words in quotes."""
    if claim.reference is None:
        return markup.NOTHING
    return markup.reading(markup.spaced(said or markup.literal(f"“{claim.reference}”"), _verdict(claim)))


def _verdict(claim: Claim) -> Html:
    return markup.mark(claim.verdict, meaning=claim.verdict.explained) if claim.verdict else markup.ADDED


def claim_details(claim: Claim, unit: str = "", reference: bool = False) -> list[tuple[str, Html]]:
    """What stands before the provenance of a claim; `reference`: where the quick reference's own words are what is shown."""
    said = markup.literal(f"“{claim.reference}”") if claim.reference is not None else markup.NOTHING
    judgement = markup.spaced(
        markup.NOTHING if reference else said, markup.text(claim.verdict.explained if claim.verdict else "")
    )
    return [
        ("Verified", markup.text(claim.verified if reference else "")),
        ("Holds for", releases.linked(claim.scope) if reference else markup.NOTHING),
        ("Numbers", _limits(claim, unit)),
        ("Quick reference", judgement),
    ]


def evidence_fold(
    evidence: Evidence,
    summary: Html,
    extra: Sequence[tuple[str, Html]] = (),
    opened: bool = False,
    first: Html = markup.NOTHING,
    cited: bool = False,
) -> Html:
    """A statement's provenance one click away behind `summary`, and before the click, whether an event came after it.

    Every statement that folds is drawn here. `first` and `extra` stand before the provenance; `cited` as there.
    """
    behind = markup.joined(first, provenance(evidence, extra, cited))
    return markup.joined(touched(evidence), markup.fold(summary, behind, opened))


def verdict_sentence(claims: Sequence[Claim], show: str) -> str:
    """How the quick reference stands in these cells, e.g. "12 agree, 9 contradicted"; nothing where it is not `show`n."""
    found = Counter(claim.verdict for claim in claims if claim.verdict)
    if show == VERIFIED or not found:
        return ""
    parts = [f"{found[v]} {'agree' if v is Verdict.AGREES else v.value}" for v in Verdict if found[v]]
    return f"Of {counted(sum(found.values()), 'cell')} of the quick reference: {', '.join(parts)}."


def sources_fold(evidence: Evidence, opened: bool = False, extra: Sequence[tuple[str, Html]] = ()) -> Html:
    """The provenance of a statement, one click behind how good it is; `extra` stands before it, as in `provenance`."""
    summary = markup.handle(HANDLES.get(evidence.grade, evidence.grade.label))
    return evidence_fold(evidence, summary, extra, opened, cited=not opened)


def _limits(claim: Claim, unit: str) -> Html:
    return markup.stacked(
        markup.literal(f"{limit.value:,.10g} {unit} {limit.kind.value}" + (f" ({limit.scope})" if limit.scope else ""))
        for limit in claim.limits
    )


def table_html(columns: Sequence[Column], lines: Sequence[Line], caption: str) -> Html:
    """The whole table. The first column holds the row headers; the lines of a `group` stand together under its name.

    A row alone needs no such name above it.
    """
    heads = "".join(_head(column) for column in columns)
    body = []
    for group, own in by_group(lines):
        if group and len(lines) > 1:
            body.append(f'<tr class="g"><th scope="colgroup" colspan="{len(columns)}">{escape(group)}</th></tr>')
        for line in own:
            rows = ' rowspan="2"' if line.behind else ""
            body.append(f'<tr><th scope="row"{rows}>{line.head}</th>{_cells(columns, line.cells)}</tr>')
            if line.behind:
                body.append(f'<tr class="b">{_behind(columns, line.behind)}</tr>')
    return Html(
        f'<table class="qr"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def _cells(columns: Sequence[Column], cells: Sequence[Html]) -> str:
    return "".join(
        f'<td data-label="{escape(column.label, quote=True)}"{_class(column)}>{cell}</td>'
        for column, cell in zip(columns[1:], cells, strict=True)
    )


def _behind(columns: Sequence[Column], cells: Sequence[Html]) -> str:
    if len(cells) > 1:
        return _cells(columns, cells)
    return f'<td colspan="{len(columns) - 1}">{cells[0]}</td>'


def _class(column: Column) -> str:
    kind = " ".join(name for name, given in (("n", column.numeric), ("k", column.short)) if given)
    return f' class="{kind}"' if kind else ""


def _head(column: Column) -> str:
    kind = " ".join(name for name, given in (("p", column.platform), ("n", column.numeric)) if given)
    colour = f"--p:{COLOURS[column.platform]};" if column.platform else ""
    width = f"width:{column.width}%;" if column.width else ""
    style = f' style="{colour}{width}"' if colour or width else ""
    return f'<th scope="col"{f" class={kind!r}" if kind else ""}{style}>{escape(column.label)}</th>'


def show_table(columns: Sequence[Column], lines: Sequence[Line], caption: str, slide_rows: int = 0, chosen: bool = True) -> None:
    """Draw the table; with no rows, say so, and what to do where rows are `chosen` on the page.

    The presentation form shows at most `slide_rows` of a group at a time, if any.
    """
    if not lines:
        st.info(f"{caption} No row matches; widen the choice above." if chosen else caption)
        return
    if slide_rows:
        parts = list(_slides(lines, slide_rows))
        shown = slides.slide([part[0].group for part in parts])
        lines = lines if shown is None else [replace(line, group="") for line in parts[shown]]
    run_context.TABLES.get().append(Shown(columns, lines, caption))
    st.html(table_html(columns, lines, caption))


def by_group(lines: Sequence[Line]) -> Iterator[tuple[str, Sequence[Line]]]:
    """The lines of each group, in the order in which the groups come first."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    yield from groups.items()


def _slides(lines: Sequence[Line], most: int) -> Iterator[Sequence[Line]]:
    for _, own in by_group(lines):
        yield from (own[first : first + most] for first in range(0, len(own), most))


def platform_columns(first: str, platforms: Iterable[Platform], width: int = 17) -> list[Column]:
    return [Column(first, width=width), *(Column(platform.label, platform) for platform in platforms)]


def number_columns(*labels: str) -> list[Column]:
    return [Column(label, numeric=True, short=True) for label in labels]
