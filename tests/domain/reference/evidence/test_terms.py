"""Where terms are found in a text: whole words and figures, close together, as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reference.evidence.terms import WINDOW, FileText, Place, Sight, look
from tests.conftest import CountedSubtests

APART = Sight(None)
FILE = """apiVersion: v1
# How many leave a node at once
parallelOutboundMigrationsPerNode: 2
completionTimeoutPerGiB:
  150
"""


@pytest.mark.parametrize(
    ("text", "terms", "sight"),
    [
        (FILE, ("parallelOutboundMigrationsPerNode", "2"), Sight(Place(2, 2))),
        (FILE, ("apiVersion", "150"), Sight(Place(0, 4))),
        (FILE, ("leave a node", "2"), Sight(Place(1, 2))),
        (FILE, ("completionTimeoutPerGiB: 150",), Sight(Place(3, 4))),
        (FILE, ("ParallelOutboundMigrationsPerNode", "2"), Sight(None, ("ParallelOutboundMigrationsPerNode",))),
        (FILE, ("parallelOutbound", "15"), Sight(None, ("parallelOutbound", "15"))),
        ("a\n" + "\n" * (WINDOW - 2) + "b", ("a", "b"), Sight(Place(0, WINDOW - 1))),
        ("a\n" + "\n" * (WINDOW - 1) + "b", ("a", "b"), APART),
        ("a\n\n\na\nb c\n\nc", ("a", "b", "c"), Sight(Place(3, 4))),
        ("b\n" * 40 + "a b", ("a", "b"), Sight(Place(40, 40))),
        ("| max | 216 |", ("| 216 |",), Sight(Place(0, 0))),
        ("use --live now", ("--live",), Sight(Place(0, 0))),
        ("a\r\nb", ("a b",), Sight(Place(0, 1))),
        ("up to 2.", ("2",), Sight(Place(0, 0))),
        ("1, 2, 3", ("1", "2", "3"), Sight(Place(0, 0))),
        ("v1.9.0", ("v1.9",), Sight(None, ("v1.9",))),
        ("(a+)+$ aaaa", ("(a+)+$",), Sight(Place(0, 0))),
        ("", ("a",), Sight(None, ("a",))),
    ],
)
def test_terms_are_found_where_they_stand_together(text: str, terms: tuple[str, ...], sight: Sight) -> None:
    assert look(FileText(text), terms) == sight


words = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,12}", fullmatch=True)
lines = st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30), max_size=30)


@given(lines, lines, st.lists(words | st.from_regex(r"[0-9]{1,5}", fullmatch=True), min_size=1, max_size=5), st.data())
def test_what_is_planted_close_together_is_found(
    before: list[str], after: list[str], terms: list[str], data: st.DataObject
) -> None:
    passage = [""] * WINDOW
    for term in terms:
        passage[data.draw(st.integers(0, WINDOW - 1))] += f" {term} "
    place = look(FileText("\n".join([*before, *passage, *after])), tuple(terms)).place
    assert place is not None
    assert place.last - place.first < WINDOW


@given(
    st.integers(0, 9999).map(str),
    st.from_regex(r"[0-9A-Za-z_]{1,4}|[0-9]{1,3}[.,]|\.", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z_]{1,4}|[.,][0-9]{1,3}", fullmatch=True),
)
def test_a_figure_is_not_found_inside_a_longer_one(figure: str, head: str, tail: str) -> None:
    for longer in (f"{head}{figure}", f"{figure}{tail}", f"{head}{figure}{tail}"):
        for text in (longer, f"a {longer} b", f"({longer})"[1:]):
            assert look(FileText(text), (figure,)) == Sight(None, (figure,)), text


def test_a_passage_is_recognised_in_another_state_of_its_file(subtests: CountedSubtests) -> None:
    old = FileText("\n".join("abcdefghij"))
    around = old.around(Place(4, 5))
    assert around == tuple("cdefgh")
    for text, same in (("\n".join("XYcdefghZ"), True), ("\n".join("cdefXgh"), False), ("xc\nd\ne\nf\ng\nh", False)):
        with subtests.test(text):
            assert FileText(text).has(around) is same
