"""Checklist: ticks and notes live in the link; opening it anywhere shows them again."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components.decide.workload_form import params
from domain.artefacts.checklist import checklist_frame, checklist_markdown
from domain.artefacts.checklist_progress import Progress, decode, encode
from domain.artefacts.documents import csv_text
from domain.catalog import catalog
from domain.catalog.vocabulary import Phase, Priority
from domain.decision.answers import encode as workload_code
from domain.decision.checklist import State, tailored
from tests.conftest import look, open_page, page
from tests.pages.page_text import hrefs, html, markdown, said, warnings
from tests.pages.payloads import markdown_faults

BOOK = catalog()
ITEMS = {item.id: item for item in tailored(BOOK, {}).items}
PRE_FLIGHT = [item for item in ITEMS.values() if item.phase is Phase.PRE_FLIGHT]
FIRST, SECOND = PRE_FLIGHT[:2]
NOTE = 'ask Zoë & Co. <b>first</b>, "100 %"; *then* [go](http://evil.example)'


def ticked(at: AppTest) -> set[str]:
    """Ids of the items whose box is ticked."""
    return {box.key.removeprefix("tick_") for box in at.checkbox if box.value}


def test_ticks_are_in_the_link_and_come_back_on_another_machine() -> None:
    at = open_page("checklist")
    for item in (FIRST, SECOND):
        at.checkbox(key=f"tick_{item.id}").check().run()
    code = at.session_state["progress"]
    assert decode(code).ticks == {FIRST.bit, SECOND.bit}
    assert ticked(open_page("checklist", progress=code)) == {FIRST.id, SECOND.id}
    at.checkbox(key=f"tick_{FIRST.id}").uncheck().run()
    assert decode(at.session_state["progress"]).ticks == {SECOND.bit}


def test_a_note_is_in_the_link_and_comes_back_beside_its_item() -> None:
    at = open_page("checklist", id=FIRST.id)
    at.text_input(key=f"note_{FIRST.id}").set_value(NOTE).run()
    code = at.session_state["progress"]
    again = open_page("checklist", progress=code)
    assert decode(code).notes == {FIRST.bit: NOTE}
    assert NOTE in said(again)
    assert list(markdown_faults(markdown(again), [NOTE])) == []
    assert open_page("checklist", progress=code, id=FIRST.id).text_input(key=f"note_{FIRST.id}").value == NOTE


def test_a_note_can_be_written_to_any_item_of_the_list() -> None:
    at = page("checklist", opened=["notes"])
    at.selectbox(key="note_item").select_index(1).run()
    at.text_input(key=f"note_{SECOND.id}").set_value("ask the storage team").run()
    assert decode(at.session_state["progress"]).notes == {SECOND.bit: "ask the storage team"}
    assert "ask the storage team" in said(at)


def test_a_tick_leaves_the_notes_and_the_other_ticks_alone() -> None:
    code = encode(Progress(frozenset({SECOND.bit}), {SECOND.bit: "done by Ana"}))
    at = open_page("checklist", progress=code)
    at.checkbox(key=f"tick_{FIRST.id}").check().run()
    assert decode(at.session_state["progress"]) == Progress(frozenset({FIRST.bit, SECOND.bit}), {SECOND.bit: "done by Ana"})


DAMAGED = ["!!!", "w" * 3999, "w" * 5000, "A", "AQ.AQ", "AQ." + "A" * 300, "....", "AQ.", "a b", "\x00", "é", "=="]


@pytest.mark.parametrize("code", DAMAGED, ids=lambda code: f"{code[:6]!a}-{len(code)}")
def test_a_damaged_code_is_said_and_nothing_is_taken_from_it(code: str) -> None:
    at = look("checklist", progress=code)
    assert "The progress code is damaged" in warnings(at)
    assert "The list starts without ticks." in warnings(at)
    assert ticked(at) == set()


def test_progress_is_counted_in_the_phase_and_in_all() -> None:
    execution = next(item for item in ITEMS.values() if item.phase is Phase.EXECUTION)
    at = look("checklist", progress=encode(Progress(frozenset({FIRST.bit, SECOND.bit, execution.bit}))))
    assert f"2 of {len(PRE_FLIGHT)} done in this phase, 3 of {len(ITEMS)} in all" in said(at)


@pytest.mark.parametrize("phase", list(Phase), ids=lambda phase: phase.value)
@pytest.mark.parametrize("priority", [None, *Priority])
def test_a_phase_and_a_priority_show_exactly_their_items(phase: Phase, priority: Priority | None) -> None:
    wanted = [item.id for item in ITEMS.values() if item.phase is phase and priority in (None, item.priority)]
    params = {"checklist_phase": phase.label, **({"checklist_priority": priority.value} if priority else {"open": "true"})}
    at = look("checklist", **params)
    assert sorted(box.key.removeprefix("tick_") for box in at.checkbox) == sorted(wanted)
    assert f"{len(wanted)} shown" in said(at)


@pytest.mark.parametrize("phase", list(Phase), ids=lambda phase: phase.value)
def test_groups_fold_and_tell_their_progress(phase: Phase) -> None:
    own = [item for item in ITEMS.values() if item.phase is phase]
    groups = {id_: [item for item in own if item.group == id_] for id_ in catalog().groups("checklist_groups")}
    groups = {id_: held for id_, held in groups.items() if held}
    first = next(iter(groups.values()))
    params = {"checklist_phase": phase.label, "progress": encode(Progress(frozenset({first[0].bit})))}
    at = look("checklist", **params)
    assert {box.key for box in at.checkbox} == {f"tick_{item.id}" for item in first}
    assert [part.label.split(" · ")[1] for part in at.expander if " · " in part.label] == [
        f"1 of {len(held)}" if held is first else f"0 of {len(held)}" for held in groups.values()
    ]
    last = list(groups.values())[-1]
    at = look("checklist", **params, **{f"checklist_{last[0].group}": "true"})
    assert {box.key for box in at.checkbox} == {f"tick_{item.id}" for item in (*first, *last)}


def test_only_open_items_hides_what_is_ticked() -> None:
    at = look("checklist", progress=encode(Progress(frozenset({FIRST.bit}))), checklist_open="true")
    assert FIRST.id not in {box.key.removeprefix("tick_") for box in at.checkbox}
    everything = Progress(frozenset(item.bit for item in ITEMS.values()))
    assert "No item matches: all of this phase is done" in said(
        look("checklist", progress=encode(everything), checklist_open="true")
    )


def test_the_exports_carry_every_item_its_tick_its_note_the_date_and_the_catalogues_version() -> None:
    progress, day = Progress(frozenset({FIRST.bit}), {SECOND.bit: "=1+1"}), date(2026, 11, 23)
    sheet = csv_text(checklist_frame(ITEMS.values(), progress, BOOK.version, day))
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(sheet))}
    text = checklist_markdown(ITEMS.values(), progress, BOOK.version, day, "http://reference/checklist?progress=AQ")
    assert list(rows) == list(ITEMS)
    assert [id_ for id_, row in rows.items() if row["done"] == "yes"] == [FIRST.id]
    assert rows[SECOND.id]["note"] == "'=1+1"
    assert {(row["exported"], row["catalogue"]) for row in rows.values()} == {("2026-11-23", BOOK.version)}
    assert f"1 of {len(ITEMS)} done. Exported 2026-11-23, catalogue {BOOK.version}." in text
    assert "<http://reference/checklist?progress=AQ>" in text
    assert text.count("- [x]") == 1
    assert text.count("- [ ]") == len(ITEMS) - 1
    assert [phase.label for phase in Phase if f"## {phase.label}\n" not in text] == []
    assert "  - Note: =1+1" in text


def for_workload(id_: str, **params: str) -> AppTest:
    example = BOOK.workloads[id_]
    return look("checklist", w=workload_code(example.name, example.answers), **params)


@pytest.mark.parametrize("id_", list(BOOK.workloads)[::3])
def test_a_workloads_answers_tailor_the_list(id_: str) -> None:
    found = tailored(BOOK, BOOK.workloads[id_].answers)
    at = for_workload(id_, open="true")
    shown = {box.key.removeprefix("tick_") for box in at.checkbox}
    assert shown == {item.id for item in found.items if item.phase is Phase.PRE_FLIGHT}
    counts = [len(found.of(state)) for state in (State.RISEN, State.NEW, State.FOLDED)]
    assert "matter more: {}, added: {}, do not apply: {}".format(*counts) in said(at)
    text = said(at)
    assert [e.item.id for e in found.of(State.FOLDED) if not all(reason in text for reason in e.reasons)] == []


def test_what_is_ticked_survives_with_the_workload() -> None:
    example = BOOK.workloads["sap-hana"]
    at = open_page("checklist", w=workload_code(example.name, example.answers))
    first = at.checkbox[0]
    first.check().run()
    item = BOOK.checklist[first.key.removeprefix("tick_")]
    assert decode(at.session_state["progress"]).ticks == {item.bit}
    assert [href for href in hrefs(at) if href.startswith("checklist?id=") and "w=SAP" not in href] == []


def test_an_item_of_a_workload_leaves_with_its_document() -> None:
    found = tailored(BOOK, BOOK.workloads["matrix-gpu-inference"].answers)
    text = checklist_markdown(found.items, Progress(), BOOK.version, date(2026, 11, 23), "")
    assert [entry.item.id for entry in found.of(State.NEW) if entry.item.id not in text] == []
    assert [entry.item.id for entry in found.of(State.FOLDED) if f"**{entry.item.id}**" in text] == []


def test_the_wizards_own_link_tailors_the_list_as_its_code_does() -> None:
    example = BOOK.workloads["domain-controller"]
    by_link = open_page("checklist", **params(example.answers, example.name))
    assert html(by_link) == html(for_workload("domain-controller"))
    by_link.button(key="plain_checklist").click().run()
    assert html(by_link) == html(open_page("checklist"))
