"""Tables that are read, cited and printed, as real HTML: a row header, a cell a platform, provenance in the cell.

Every text is escaped here; Streamlit's `st.html` sanitises the result once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import streamlit as st

from components.kit import links, run_context
from components.kit.style import COLOURS, MARKS, SIGNS, TONES
from domain.catalog import catalog
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.vocabulary import Danger, Platform, Priority, Severity, Verdict

Word = Verdict | Severity | Priority | Danger
VERIFIED, REFERENCE, BOTH = "verified", "reference", "both"


@dataclass(frozen=True)
class Column:
    """A column; `width` is its share in percent, the rest is divided evenly. Numbers stand on the right."""

    label: str
    platform: Platform | None = None
    numeric: bool = False
    width: int = 0


@dataclass(frozen=True)
class Line:
    """A row: `head` and `cells` are HTML made by the functions below; `group` is the headed block it belongs to."""

    head: str
    cells: tuple[str, ...]
    group: str = ""


@lru_cache(maxsize=16384)
def text(value: str) -> str:
    """Escaped text; `code` in backticks becomes monospace."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(value))


def code(value: str) -> str:
    """A command, a field or a path, in a monospace face."""
    return f"<code>{escape(value)}</code>"


def mark(word: Word) -> str:
    """A vocabulary word with its shape, coloured by its tone."""
    sign = MARKS[word] if isinstance(word, Verdict) else SIGNS[word]
    return f'<span class="m {TONES[word]}">{sign}&nbsp;{word.value}</span>'


def anchor(label: str, href: str) -> str:
    return f'<a href="{escape(href, quote=True)}" target="_self">{text(label)}</a>'


def row_head(table: str, id_: str, label: str, small: str = "") -> str:
    """The row's name as its own link, with a smaller line beneath it."""
    below = f'<div class="u">{text(small)}</div>' if small else ""
    return anchor(label, links.row_href(table, id_)) + below


def definition(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of name and HTML value; empty values are left out."""
    items = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in pairs if value)
    return f"<dl>{items}</dl>" if items else ""


def fold(summary: str, body: str, opened: bool = False) -> str:
    """`body` one click away behind `summary`; both HTML."""
    opened = opened or run_context.OPEN.get()
    return f"<details{' open' if opened else ''}><summary>{summary}</summary>{body}</details>"


def source_list(evidence: Evidence) -> str:
    """The sources of a claim, each linked to where it can be read and to its entry in the bibliography."""
    return _source_list(evidence.sources)


@run_context.cached
def _source_list(ids: tuple[str, ...]) -> str:
    sources = catalog().sources
    parts = []
    for id_ in ids:
        source, url = sources[id_], links.source_url(sources[id_])
        where = f" ({escape(source.version)})" if source.version else ""
        outside = f' <a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">open</a>' if url else ""
        parts.append(anchor(source.title, links.row_href("sources", id_)) + where + outside)
    return "<br>".join(parts)


def provenance(evidence: Evidence, extra: Sequence[tuple[str, str]] = ()) -> str:
    """Everything that stands behind a statement: source, grade, date and note."""
    return definition(
        (
            *extra,
            ("Sources", source_list(evidence) or "none found"),
            ("Evidence", f"{evidence.grade.value}: {escape(evidence.grade.meaning)}"),
            ("Checked", evidence.checked.isoformat()),
            ("Note", text(evidence.note)),
        )
    )


@run_context.cached
def claim_cell(claim: Claim, show: str = BOTH, opened: bool = False, unit: str = "", numeric: bool = False) -> str:
    """A claim in one glance: the value large, its scope small, a verdict mark; provenance behind the mark."""
    reference = f"“{escape(claim.reference)}”" if claim.reference is not None else ""
    number = " num" if numeric else ""
    if show == REFERENCE:
        lines = [f'<div class="v{number}">{escape(claim.reference) if claim.reference else "—"}</div>']
    else:
        lines = [f'<div class="v{number}">{text(claim.verified)}</div>']
        if claim.scope:
            lines.append(f'<div class="s">{text(claim.scope)}</div>')
        if show == BOTH and reference:
            lines.append(f'<div class="r">Quick reference: {reference}</div>')
    summary = mark(claim.verdict) if claim.verdict else '<span class="m calm">+&nbsp;added</span>'
    extra = [
        ("Quick reference says", reference),
        ("Verdict", f"{claim.verdict.value}: {escape(claim.verdict.meaning)}" if claim.verdict else ""),
        ("Verified", text(claim.verified) if show == REFERENCE else ""),
        ("Holds for", text(claim.scope)),
        ("Numbers", _limits(claim, unit)),
    ]
    return "".join(lines) + fold(summary, provenance(claim, extra), opened)


def sources_fold(evidence: Evidence, opened: bool = False, extra: Sequence[tuple[str, str]] = ()) -> str:
    """The provenance of a statement that is no claim, one click away; `extra` stands before it, as in `provenance`."""
    return fold('<span class="m calm">source</span>', provenance(evidence, extra), opened)


def _limits(claim: Claim, unit: str) -> str:
    parts = [
        f"{limit.value:,.10g} {escape(unit)} {limit.kind.value}" + (f" ({escape(limit.scope)})" if limit.scope else "")
        for limit in claim.limits
    ]
    return "<br>".join(parts)


def table_html(columns: Sequence[Column], lines: Sequence[Line], caption: str) -> str:
    """The whole table. The first column holds the row headers; the lines of a `group` stand together under its name."""
    heads = "".join(_head(column) for column in columns)
    body, group = [], ""
    groups = list(dict.fromkeys(line.group for line in lines))
    for line in sorted(lines, key=lambda line: groups.index(line.group)):
        if line.group != group:
            group = line.group
            body.append(f'<tr class="g"><th scope="colgroup" colspan="{len(columns)}">{escape(group)}</th></tr>')
        cells = "".join(
            f'<td data-label="{escape(column.label, quote=True)}"{_right(column)}>{cell}</td>'
            for column, cell in zip(columns[1:], line.cells, strict=True)
        )
        body.append(f'<tr><th scope="row">{line.head}</th>{cells}</tr>')
    return (
        f'<table class="qr"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def _right(column: Column) -> str:
    return ' class="n"' if column.numeric else ""


def _head(column: Column) -> str:
    kind = " ".join(name for name, given in (("p", column.platform), ("n", column.numeric)) if given)
    colour = f"--p:{COLOURS[column.platform]};" if column.platform else ""
    width = f"width:{column.width}%;" if column.width else ""
    style = f' style="{colour}{width}"' if colour or width else ""
    return f'<th scope="col"{f" class={kind!r}" if kind else ""}{style}>{escape(column.label)}</th>'


def show_table(columns: Sequence[Column], lines: Sequence[Line], caption: str) -> None:
    """Draw the table; with no rows, say so."""
    if not lines:
        st.info(f"{caption} No row matches; widen the choice above.")
        return
    st.html(table_html(columns, lines, caption))


def platform_columns(first: str, platforms: Iterable[Platform], labels: Mapping[Platform, str] | None = None) -> list[Column]:
    return [Column(first, width=17), *(Column((labels or {}).get(p, p.label), p) for p in platforms)]


def platform_tag(platform: Platform) -> str:
    """A platform's name with its colour, as a column head outside a table."""
    return f'<div class="qr" style="border-top:3px solid {COLOURS[platform]}"><span class="s">{platform.label}</span></div>'
