"""Tables as documents that leave the product: CSV for spreadsheets, Markdown for wikis."""

from __future__ import annotations

import csv
import re

import pandas as pd

_FORMULA = re.compile(r"(\A|[;|\t\r\n])(?=[ \t\r\n\"]*[=+\-@＝＋－＠]|[\t\r\n])")
"""Where a formula would begin (OWASP, "CSV Injection"; wide signs are read like narrow ones).

At the start of a cell, and of what a spreadsheet takes for a cell that separates them by `;`, tab or `|`, where the quotes of
a comma file do not hold and those of the text's own vanish.
"""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")


_NOT_IN_A_LINK = re.compile(r"[\s<>\x00-\x1f\x7f]")


def csv_cell(value: object) -> object:
    """`value` as text that no spreadsheet takes for a formula, by an apostrophe before it; a number stays one, even as text."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return _FORMULA.sub(r"\1'", value)
    return value


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV (RFC 4180), every cell in quotes, without its index."""
    safe = frame.map(csv_cell).rename(columns=csv_cell)
    return str(safe.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_ALL))


def markdown_cell(value: object) -> str:
    """`value` so that a Markdown table shows it as it is, on one line."""
    shown = "" if value is None or value != value else f"{value:,.10g}" if isinstance(value, float) else str(value)
    return _SPECIAL.sub(r"\\\1", " ".join(shown.split()))


def code_span(text: str) -> str:
    """`text`, on one line, as a code span (CommonMark 0.31, 6.1): nothing in it is markup, and nothing becomes a link."""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def markdown_table(frame: pd.DataFrame) -> str:
    """The frame as a GitHub-flavoured Markdown table, without its index."""
    rows = [list(frame.columns), ["---"] * len(frame.columns), *frame.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(map(markdown_cell, row))} |" for row in rows)


def autolink(link: str) -> str:
    """An address as an autolink (CommonMark 0.31, 6.5), what could end it encoded; empty if it is none."""
    safe = _NOT_IN_A_LINK.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), link.strip())
    return f"<{safe}>" if safe.startswith(("http://", "https://")) else ""
