"""Tables as HTML: whatever a text holds comes out as text, rows of a group stand together, and each cell has its provenance."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kit import markup, run_context, tables
from components.kit.style import COLOURS
from domain.catalog import catalog
from domain.catalog.records.evidence import Claim, Limit
from domain.catalog.vocabulary import Grade, LimitKind, Platform, Verdict
from tests.pages.page_text import words
from tests.pages.payloads import html_faults

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
TEXT = ANY.map(lambda text: f"x{text}<b>&\"'").map(str.strip)
SOURCE = next(iter(catalog().sources))
CALM = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def claim(text: str = "some value", **more: object) -> Claim:
    """A claim whose every text is `text`."""
    given = {"reference": text, "verified": text, "scope": text, "note": text, "verdict": Verdict.OUTDATED}
    evidence = {"grade": Grade.PRIMARY, "sources": (SOURCE,), "checked": date(2026, 8, 22)}
    return Claim(**given | evidence | {"limits": (Limit(kind=LimitKind.TESTED, value=216, scope=text),)} | more)


@CALM
@given(TEXT, st.sampled_from([tables.BOTH, tables.VERIFIED, tables.REFERENCE]))
def test_any_text_of_a_claim_comes_out_as_text(text: str, show: str) -> None:
    cell = tables.claim_cell(claim(text), show, unit=text)
    assert html_faults([cell]) == []
    assert "<b>" not in cell
    assert escape(text.replace("`", "")) in cell.replace("<code>", "").replace("</code>", "").replace("`", "")


@CALM
@given(TEXT, TEXT, TEXT)
def test_any_text_of_a_table_comes_out_as_text(label: str, caption: str, group: str) -> None:
    columns = [tables.Column(label), tables.Column(label, Platform.OVE, numeric=True, width=20)]
    line = tables.Line(tables.row_head("concepts", "drs", label, label), (markup.code(label),), group)
    html = tables.table_html(columns, [line, line], caption)
    assert html_faults([html]) == []
    assert f"<caption>{escape(caption)}</caption>" in html
    assert f'data-label="{escape(label, quote=True)}"' in html
    assert f">{escape(group)}</th></tr>" in html
    assert "colgroup" not in tables.table_html(columns, [line], caption), "a row alone needs no name above it"


def test_lines_of_a_group_stand_together_under_its_name() -> None:
    lines = [tables.Line(name, ("",), group) for name, group in (("a", "one"), ("b", "two"), ("c", "one"), ("d", "two"))]
    html = tables.table_html([tables.Column("x"), tables.Column("y")], lines, "c")
    heads = re.findall(r'<th scope="(colgroup|row)"[^>]*>(.*?)</th>', html)
    assert heads == [("colgroup", "one"), ("row", "a"), ("row", "c"), ("colgroup", "two"), ("row", "b"), ("row", "d")]
    assert '<th scope="colgroup" colspan="2">' in html


def test_a_table_without_groups_has_no_headed_blocks() -> None:
    assert "colgroup" not in tables.table_html([tables.Column("x")], [tables.Line("a", ())], "c")


def test_a_line_must_have_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        tables.table_html([tables.Column("x"), tables.Column("y")], [tables.Line("a", ())], "c")


def test_numbers_stand_on_the_right_and_platforms_carry_their_colour() -> None:
    columns = [tables.Column("x"), tables.Column("n", numeric=True), *tables.platform_columns("", [Platform.OVE])[1:]]
    html = tables.table_html(columns, [tables.Line("a", ("1", "2"))], "c")
    assert re.findall(r'<td data-label="n" class="n">1</td>', html)
    assert f"--p:{COLOURS[Platform.OVE]};" in html
    assert html.count("--p:") == 1


@pytest.mark.parametrize("verdict", [*Verdict, None])
def test_a_cell_says_its_verdict_and_where_it_comes_from(verdict: Verdict | None) -> None:
    cell = words(tables.claim_cell(claim("v", verdict=verdict, reference="v" if verdict else None), unit="nodes"))
    assert not verdict or f"“v” {verdict.value}: {verdict.meaning}" in cell
    assert ("Quick reference" in cell) is bool(verdict)
    assert f"Sources {catalog().sources[SOURCE].title}" in cell
    assert f"Evidence primary: {Grade.PRIMARY.meaning}" in cell
    assert "Checked 2026-08-22" in cell
    assert "Numbers 216 nodes tested (v)" in cell


def test_a_claim_without_a_source_says_so() -> None:
    cell = words(tables.claim_cell(claim("v", sources=(), grade=Grade.UNCONFIRMED, verdict=Verdict.UNVERIFIABLE)))
    assert "Sources none found" in cell


def test_a_number_keeps_its_digits() -> None:
    cell = tables.claim_cell(claim("v", limits=(Limit(kind=LimitKind.SUPPORTED, value=1234567.5),)), unit="VMs")
    assert "1,234,567.5 VMs supported" in cell


def test_what_is_kept_for_one_reader_is_not_shown_to_another() -> None:
    cell, plain = claim("kept"), run_context.CARRIED.set(())
    before = tables.claim_cell(cell)
    run_context.CARRIED.set((("platforms", "OVE"),))
    opened = run_context.OPEN.set(True)
    other = tables.claim_cell(cell)
    run_context.OPEN.reset(opened)
    run_context.CARRIED.reset(plain)
    assert "platforms=OVE" not in before
    assert "platforms=OVE" in other
    assert ("<details open>" in before, "<details open>" in other) == (False, True)
    assert tables.claim_cell(cell) == before
