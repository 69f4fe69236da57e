"""A statement in one line for a wiki: value, scope, sources with addresses, day, link and version; whatever they hold."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.artefacts.citation import MOST_SOURCES, citation
from domain.catalog.vocabulary import Grade

DAY = date(2026, 8, 22)
LINK, VERSION = "https://ref.example/key_numbers?id=max-vcpu-per-vm", "2026-11-27 cf1deeb0"


def cited(said: str, scope: str = "", grade: Grade = Grade.PRIMARY, sources: tuple[tuple[str, str], ...] = ()) -> str:
    return citation(said, scope, grade, sources, DAY, LINK, VERSION)


def test_a_line_says_what_holds_where_who_says_so_and_where_it_stands() -> None:
    assert cited("Max vCPU/VM on OVE: 216 tested.", "OVE 4.12-4.21", sources=(("Tested maximums", "https://a.example/b"),)) == (
        "Max vCPU/VM on OVE: 216 tested (OVE 4.12-4.21). Source: Tested maximums, https://a.example/b, read 2026-08-22. "
        "https://ref.example/key_numbers?id=max-vcpu-per-vm · catalogue 2026-11-27 cf1deeb0"
    )


def test_how_good_the_evidence_is_is_said_where_it_is_not_the_best() -> None:
    one, two = ("A", "a.example"), ("B", "")
    assert "Sources: A, a.example; B, read" in cited("x", sources=(one, two))
    assert "Secondary source: A, a.example, read" in cited("x", grade=Grade.SECONDARY, sources=(one,))
    assert "Computed from: A, a.example; B, read" in cited("x", grade=Grade.COMPUTED, sources=(one, two))
    assert "No source (unconfirmed), checked 2026-08-22." in cited("x", grade=Grade.UNCONFIRMED)


def test_sources_that_a_line_has_no_room_for_are_counted() -> None:
    line = cited("x", sources=tuple((f"title {number}", "") for number in range(MOST_SOURCES + 3)))
    assert f"title {MOST_SOURCES - 1}; 3 more at the link, read" in line
    assert f"title {MOST_SOURCES}" not in line


@given(st.text(max_size=40), st.text(max_size=40), st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=4))
def test_it_is_one_line_that_ends_with_link_and_version(said: str, scope: str, sources: list[tuple[str, str]]) -> None:
    line = cited(said, scope, sources=tuple(sources))
    assert len(line.splitlines()) == 1
    assert line.endswith(f"{LINK} · catalogue {VERSION}")
