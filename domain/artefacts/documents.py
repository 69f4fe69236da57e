"""Tables as documents that leave the product: CSV for spreadsheets, Markdown for wikis."""

from __future__ import annotations

import re

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet reads a cell that begins so as a formula (OWASP, "CSV Injection")."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")


def csv_cell(value: object) -> object:
    """`value` as text that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV (RFC 4180), without its index."""
    return str(frame.map(csv_cell).to_csv(index=False, lineterminator="\r\n"))


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
