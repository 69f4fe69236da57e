"""The checklist that knows the answers: without any it is the plain list, with them only what surely holds moves an item."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.decision.checklist import Entry, State, tailored
from domain.decision.conditions import Answers
from domain.decision.rulebook import resolve
from domain.reference.checks.rules import rules_hold_together
from tests.domain.decision.answers_strategy import ANSWERS, BOOK, COMPLETE, NEAR_EXAMPLES
from tests.domain.reference.checks.broken_catalogue import Fault, apart, assert_named, copy, listed, problems, swap

ITEMS = catalog().checklist
PLAIN = [item.id for item in ITEMS.values() if not item.appears]


def entries(answers: Answers) -> dict[str, Entry]:
    return {entry.item.id: entry for entry in tailored(catalog(), answers).entries}


def ids(answers: Answers, *states: State) -> set[str]:
    return {id_ for id_, entry in entries(answers).items() if entry.state in states}


def example(workload: str, **more: int | str) -> Answers:
    return {**catalog().workloads[workload].answers, **more}


def test_without_answers_it_is_the_plain_list_as_it_always_was() -> None:
    assert len(PLAIN) == 87
    assert sorted(ITEMS[id_].bit for id_ in PLAIN) == [*range(83), *range(99, 103)]
    assert list(entries({})) == PLAIN
    assert ids({}, State.PLAIN) == set(PLAIN)
    assert [item.id for item in tailored(catalog(), {}).items] == PLAIN


def test_the_items_that_appear_stand_in_their_phase_with_bits_of_their_own() -> None:
    added = [item for item in ITEMS.values() if item.appears]
    assert [item.bit for item in added] == list(range(83, 83 + len(added)))
    assert 10 <= len(added) <= 20
    phases = [item.phase for item in ITEMS.values()]
    assert phases == sorted(phases, key=list(dict.fromkeys(phases)).index)


@given(COMPLETE | NEAR_EXAMPLES, st.data())
@settings(max_examples=25)
def test_more_answers_never_bring_back_what_folded_nor_take_away_what_appeared(whole: Answers, data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(whole)))) if whole else set()
    part = {question: answer for question, answer in whole.items() if question in kept}
    for state in (State.FOLDED, State.NEW):
        assert ids(part, state) <= ids(whole, state)
    assert set(PLAIN) <= set(entries(part))
    assert list(entries(part)) == [id_ for id_ in ITEMS if id_ in entries(part)]


@given(ANSWERS)
@settings(max_examples=25)
def test_an_answer_to_a_question_that_is_not_asked_changes_nothing(answers: Answers) -> None:
    assert tailored(catalog(), answers) == tailored(catalog(), BOOK.settled(answers))


@given(ANSWERS)
@settings(max_examples=25)
def test_whatever_moved_says_why(answers: Answers) -> None:
    for id_, entry in entries(answers).items():
        assert bool(entry.reasons) == (entry.state is not State.PLAIN), id_


def test_the_list_to_do_is_what_has_not_folded() -> None:
    found = tailored(catalog(), example("matrix-gpu-inference"))
    assert {item.id for item in found.items} == {entry.item.id for entry in found.of(State.PLAIN, State.RISEN, State.NEW)}
    assert not {item.id for item in found.items} & {entry.item.id for entry in found.of(State.FOLDED)}


REASONS = [
    (item.id, state, reason)
    for item in ITEMS.values()
    for state, reasons in ((State.FOLDED, item.folds), (State.RISEN, item.rises), (State.NEW, item.appears))
    for reason in reasons
]


def test_each_case_of_a_reason_is_enough_to_move_its_item(subtests: pytest.Subtests) -> None:
    for item, state, reason in REASONS:
        with subtests.test(item=item, state=state):
            cases = resolve(reason.when, Platform.OVE, catalog())
            assert cases
            for case in cases:
                least: dict[str, int | str] = {question: min(words) for question, words in case.words.items()}
                least |= {question: int(limit) + 1 for question, limit in case.above.items()}
                entry = entries(least)[item]
                assert (entry.state, reason.because in entry.reasons) == (state, True)
                assert reason.because[0].isupper()
                assert reason.because.endswith(".")


MTV = {f"EX-{number:02}" for number in range(1, 20)} | {"PF-01", "PF-02", "PF-31", "PF-34", "PF-46", "PF-48", "PV-10", "PV-24"}
WARM_ONLY = {"PF-30", "PF-31", "PF-32", "PF-42", "EX-09", "EX-10", "EX-13"}


@pytest.mark.parametrize(
    ("workload", "state", "expected"),
    [
        ("matrix-windows-server", State.FOLDED, WARM_ONLY | {"PF-44"}),
        ("matrix-migration-from-vmware", State.FOLDED, {"PF-35", "PF-42"}),
        ("matrix-gpu-inference", State.NEW, {"PF-49", "PF-50", "PV-25", "PV-26"}),
        ("matrix-shared-gpu-vdi", State.NEW, {"PF-49", "PF-50", "PF-53", "PV-25", "PV-26"}),
        ("citrix-vdi", State.NEW, {"PF-49", "PF-50", "PF-53", "EX-21", "PV-25", "PV-26"}),
        ("market-data-feed", State.NEW, {"PF-51", "PF-52", "PV-27", "PV-28"}),
        ("sap-hana", State.NEW, {"PF-51", "PF-52", "PV-27", "PV-28", "PV-29"}),
        ("windows-file-cluster", State.NEW, {"PF-49", "PF-54", "PF-56", "PV-25"}),
        ("domain-controller", State.NEW, {"PF-53", "PF-58", "EX-21"}),
        ("payment-hsm", State.NEW, {"PF-49", "PF-55", "PV-25"}),
        ("web-frontend", State.NEW, set()),
        ("ci-runner", State.NEW, set()),
        ("old-bios-linux", State.RISEN, {"PF-08", "PF-20", "PF-26", "PV-05"}),
    ],
)
def test_a_worked_example_has_exactly_these(workload: str, state: State, expected: set[str]) -> None:
    assert ids(example(workload), state) == expected


@pytest.mark.parametrize("workload", [id_ for id_, row in catalog().workloads.items() if row.answers.get("origin") == "new"])
def test_for_a_new_vm_nothing_of_mtv_is_left(workload: str) -> None:
    assert ids(example(workload), State.FOLDED) >= MTV
    assert not ids(example(workload), State.FOLDED) & {"PF-06", "PF-10", "PF-22", "PV-01", "PV-02", "PV-14", "PV-22"}


def test_a_cluster_with_a_raw_lun_keeps_what_speaks_of_mappings_and_shared_disks() -> None:
    cluster = entries(example("windows-file-cluster"))
    assert cluster["PF-34"].state is State.RISEN
    assert cluster["PF-35"].state is State.PLAIN
    assert entries(example("windows-file-cluster", sharing="own"))["PF-35"].state is State.FOLDED


def test_a_warm_migration_keeps_all_that_only_warm_needs() -> None:
    warm = ids(example("matrix-migration-from-vmware", os="windows"), State.FOLDED)
    assert not warm & (WARM_ONLY | {"PF-25"})


def test_vmware_tools_stay_for_a_cold_migration_too() -> None:
    cold = example("matrix-windows-server")
    assert [entries({**cold, "address": address})["PF-25"].state for address in ("keep", "new")] == [State.PLAIN] * 2


def test_an_older_guest_may_be_a_windows_one_so_nothing_of_windows_folds() -> None:
    assert entries({"os": "other"})["PF-42"].state is State.PLAIN
    assert entries({"os": "linux"})["PF-42"].state is State.FOLDED


def test_what_decides_a_live_migration_rises_when_it_must_move_and_folds_when_it_cannot() -> None:
    movable = entries(example("web-frontend"))
    assert {movable[id_].state for id_ in ("PF-07", "PV-03", "PV-04", "PV-08", "PV-14")} == {State.RISEN}
    pinned = entries(example("matrix-gpu-inference"))
    assert {pinned[id_].state for id_ in ("PV-03", "PV-04")} == {State.FOLDED}
    assert entries({"accelerator": "gpu"})["PV-04"].state is State.FOLDED


@pytest.mark.parametrize(("question", "tested"), [("vcpu", 216), ("ram", 6 * 1024), ("disks", 255)], ids=["vcpu", "ram", "disks"])
def test_a_support_statement_is_asked_for_above_what_was_tested(question: str, tested: int) -> None:
    assert "PF-57" not in entries({question: tested})
    assert entries({question: tested + 1})["PF-57"].state is State.NEW


def test_a_container_disk_has_no_claim_to_map_to_snapshot_or_to_back_up() -> None:
    assert ids(example("ci-runner"), State.FOLDED) >= {"PF-07", "PV-18", "PV-19"}
    assert "PV-08" not in ids(example("ci-runner", vtpm="with"), State.FOLDED)
    assert not ids(example("ci-runner", sharing="shared"), State.FOLDED) & {"PF-07", "PV-18", "PV-19"}


CHECKLIST = "checklist.yaml"
SLIPS = [
    Fault(CHECKLIST, "PF-44", "{os: windows}", "{oss: windows}", "folds.1.when.0.oss", "is not a question"),
    Fault(CHECKLIST, "PF-44", "{os: windows}", "{os: window}", "folds.1.when.0.os", "'window' is not an answer to 'os'"),
    Fault(CHECKLIST, "PF-44", "{os: windows}", "{os: {above: 3}}", "folds.1.when.0.os", "one of its options, not 'above'"),
    Fault(CHECKLIST, "PF-37", "{above: 165}", "[many]", "rises.0.when.0.disks", "a number: give 'above'"),
    Fault(CHECKLIST, "PV-04", "ove-pinned", "pinned", "folds.0.when.0", "not a term of OVE"),
    Fault(CHECKLIST, "PV-04", "ove-pinned", "azure-pinned", "folds.0.when.0", "not a term of OVE"),
    Fault(CHECKLIST, "PF-57", "kind: tested", "kind: default", "appears.0.when.0", "has no default limit"),
    Fault(CHECKLIST, "PF-31", "origin: vmware, ", "", "folds.1.when.0", "asked only with origin vmware"),
    Fault(CHECKLIST, "PF-31", "origin: vmware, ", "origin: new, ", "folds.1.when.0", "can never hold"),
    Fault(CHECKLIST, "PF-57", "{above: 255}", "{above: 1000}", "appears.2.when.0", "can never hold"),
    Fault(CHECKLIST, "PF-44", "[{os: windows}]", "[]", "folds.1.when", "names no answers"),
    Fault(CHECKLIST, "PF-26", "[{address: new}]", "[{address: [new, reserved, keep]}]", "folds", "always folds", at="folds:"),
    Fault(CHECKLIST, "PF-53", "[{vtpm: with}]", "[{vtpm: [with, without]}]", "appears", "always appears", at="appears:"),
    Fault(CHECKLIST, "PF-26", "origin: vmware, address: keep", "address: new", "rises.0", "never rises"),
    Fault(CHECKLIST, "PF-44", ", because: A Windows guest has no XFS.", "", "folds.1.because", "Field required"),
]


@pytest.mark.parametrize("together", apart(SLIPS), ids=len)
def test_a_slip_in_a_condition_is_named_and_nothing_else_is(together: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    found = assert_named(together, subtests, (rules_hold_together,))
    assert {(p.file, p.id) for p in found} == {(fault.file, fault.record) for fault in together}, listed(found)


def test_an_item_that_appears_cannot_fold() -> None:
    files = copy()
    appears = "    appears:\n      - {when: [{vtpm: with}]"
    swap(files, CHECKLIST, appears, "    folds: [{when: [{vtpm: without}], because: No.}]\n" + appears)
    found = problems(files)
    assert [(p.id, "neither folds nor rises" in p.message) for p in found] == [("PF-53", True)], listed(found)
