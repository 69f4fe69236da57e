"""Compare: up to four workloads in one link, what differs marked, and links back into the wizard."""

from __future__ import annotations

import pytest

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.decision.answers import MAX_CODE, clean_name, decode, encode
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge
from tests.conftest import look, open_page, page
from tests.pages.page_text import hrefs, said, tables, warnings, words

BOOK = catalog()
EXAMPLES = list(BOOK.workloads.values())
CODES = [encode(row.name, row.answers) for row in EXAMPLES]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row.id)
def test_a_code_says_what_it_was_made_of(row) -> None:
    coded = decode(encode(row.name, row.answers), BOOK.workload_questions)
    assert (coded.name, dict(coded.answers), coded.unknown) == (row.name, row.answers, ())
    assert len(encode(row.name, row.answers)) < MAX_CODE / 2


def test_four_workloads_stand_side_by_side_with_their_verdicts() -> None:
    at = look("compare", w=CODES[10:14])
    table = tables(at)[0]
    assert table.heads == ["Question", *(row.name for row in EXAMPLES[10:14])]
    book = rulebook(BOOK)
    for platform in Platform:
        shown = next([words(c) for c in cells] for head, cells in table.rows if words(head).removeprefix("≠ ") == platform.label)
        labels = [judge(book, row.answers)[platform].outcome.label for row in EXAMPLES[10:14]]
        assert [label in text for label, text in zip(labels, shown, strict=True)] == [True] * 4


def test_only_what_differs_is_marked() -> None:
    at = look("compare", w=["A~os.rhel~vcpu.4~live.must", "B~os.windows~vcpu.4~live.must"], platforms="OVE")
    marked = {words(head): words(head).startswith("≠") for head, _ in tables(at)[0].rows}
    assert marked["≠ Guest system"]
    assert not marked["vCPU"]
    assert not marked["Live migration"]


def test_how_much_is_answered_is_no_difference() -> None:
    """“fits” beside “fits so far” is the same verdict, and nobody knows whether what is not answered differs."""
    whole = BOOK.workloads["ordinary-linux"]
    at = look("compare", w=[CODES[EXAMPLES.index(whole)], "B~os.rhel"])
    verdicts = {words(head): [words(cell) for cell in cells] for head, cells in tables(at)[0].rows[: len(Platform)]}
    assert any("fits" in one and "so far" not in one and "so far" in other for one, other in verdicts.values())
    vcpu = next((words(head), [words(cell) for cell in cells]) for head, cells in tables(at)[0].rows if "vCPU" in words(head))
    assert (vcpu[0], vcpu[1][1]) == ("vCPU", "not answered")
    for head, (one, other) in verdicts.items():
        assert head.startswith("≠") is (one != other.removesuffix(" so far"))


def test_a_workload_that_is_listed_twice_is_shown_once_and_said() -> None:
    at = look("compare", w=["A~os.rhel~vcpu.4", "A~vcpu.4~os.rhel"])
    assert tables(at)[0].heads == ["Question", "A"]
    assert "lists A twice; it is shown once" in warnings(at)


def test_a_pasted_list_is_compared_and_what_is_not_understood_is_named() -> None:
    """What is taken is in the link as any other workload; as many as one link compares."""
    at = page("compare", {"w": CODES[10]}, opened=["compare_paste"])
    at.text_area(key="compare_list").input("SAP HANA\nShop; Windows; vGPU\nFoo\n").run()
    assert "Line 3: Foo is not an example" in said(at)
    next(button for button in at.button if button.label == "Compare them").click().run()
    assert at.query_params["w"][1:] == ["Shop~os.windows~accelerator.vgpu"]
    assert tables(at)[0].heads == ["Question", "SAP HANA", "Shop"]
    at.text_area(key="compare_list").input("A; vTPM\nB; vTPM\nC; vTPM").run()
    assert "3 workloads to add, room for 2: one link compares 4." in said(at)
    next(button for button in at.button if button.label == "Compare them").click().run()
    assert tables(at)[0].heads == ["Question", "SAP HANA", "Shop", "A", "B"]
    assert not at.exception


def test_the_fifth_workload_is_said_not_dropped_silently() -> None:
    at = look("compare", w=CODES[:5])
    assert "lists 5 workloads; the first 4 are shown" in warnings(at)
    assert len(tables(at)[0].heads) == 5


def test_what_no_question_has_is_named_and_the_rest_holds() -> None:
    at = look("compare", w="X~os.beos~vcpu.4~nonsense")
    assert "os.beos" in warnings(at)
    assert "vCPU" in said(at)


def test_an_example_is_added_and_a_workload_is_opened_with_the_others_kept() -> None:
    at = open_page("compare", w=CODES[10])
    box = at.multiselect(key="compare_add")
    assert box.value == ["SAP HANA"]
    assert not {row.name for row in EXAMPLES if row.topic} & set(box.options)
    box.select("Domain controller").run()
    assert tables(at)[0].heads == ["Question", "SAP HANA", "Domain controller"]
    assert at.multiselect(key="compare_add").value == ["SAP HANA", "Domain controller"]
    assert any("/wizard?" in href or href.startswith("wizard?") for href in hrefs(at))
    walk = next(href for href in hrefs(at) if href.startswith("wizard?"))
    assert "w=Domain" in walk


@pytest.mark.parametrize("name", ["~~~", "a~os.windows", "\x00x\n", "é" * 200, "<b>", ""])
def test_a_name_never_becomes_an_answer(name: str) -> None:
    coded = decode(encode(name, {"os": "rhel"}), BOOK.workload_questions)
    assert dict(coded.answers) == {"os": "rhel"}
    assert coded.name == clean_name(name)
    assert coded.unknown == ()
