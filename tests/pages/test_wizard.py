"""The wizard: answers in the link, the result beside them, questions that no longer matter, what is taken away."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from components.decide.workload_form import DRAWN, params
from domain.catalog import catalog
from domain.catalog.records.workload import Workload
from domain.catalog.vocabulary import Platform, RuleKind, WorkloadOutcome
from domain.decision.answers import decode
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge, relevant
from tests.conftest import look, open_page
from tests.pages.page_text import hrefs, plain, said, tables, unmarked, warnings, words

BOOK = catalog()
RULES = rulebook(BOOK)
EXAMPLES = list(BOOK.workloads.values())
NAMES = [example.id for example in EXAMPLES]
UNFOLDED = {f"wizard_{group}": "true" for group in BOOK.groups("workload_groups") if group not in DRAWN}
"""Parameters that open every group of questions."""


def walked(example: Workload, **more: str) -> AppTest:
    """The wizard opened by the link of an example."""
    return look("wizard", **params(example.answers, example.name), **more)


def asking(at: AppTest) -> dict[str, Any]:
    """The widgets of the questions."""
    return {w.key.removeprefix("ask_"): w for w in (*at.button_group, *at.number_input, *at.selectbox) if "ask_" in w.key}


def answered(at: AppTest) -> dict[str, object]:
    """What the widgets hold."""
    return {key: widget.value for key, widget in asking(at).items() if widget.value not in (None, [])}


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_a_link_restores_every_answer_and_its_verdicts_and_the_approach_leads_to_its_rules(example: Workload) -> None:
    at = walked(example)
    assert judged(at) == RULES.settled(example.answers)
    verdicts = tables(at)[0].row("Verdict")
    standings = judge(RULES, example.answers)
    assert [standings[p].outcome.label in words(cell) for p, cell in zip(Platform, verdicts, strict=True)] == [True] * 3
    assert at.text_input(key="workload").value == example.name
    assert not at.warning
    table = tables(at)[0]
    for aspect in BOOK.aspects.values():
        wanted = [standings[p].chosen[aspect.id].choice.label if aspect.id in standings[p].chosen else "—" for p in Platform]
        if any(label != "—" for label in wanted):
            shown = [words(cell).removesuffix(" (may still change)") for cell in table.row(aspect.label)]
            assert shown == wanted
    rules = {found.finding.rule.id for standing in standings.values() for found in standing.chosen.values()}
    assert {rule for rule in rules if not any(f"id={rule}" in href for href in hrefs(at))} == set()


def test_every_rule_that_fired_is_shown_with_the_answers_that_decided(subtests: pytest.Subtests) -> None:
    for example in EXAMPLES[::3]:
        with subtests.test(example=example.id):
            at = walked(example, wizard_tab="Why", wizard_recommended="true")
            fired = [finding for standing in judge(RULES, example.answers).values() for finding in standing.found]
            text = said(at).replace(" ", "")
            assert [finding.rule.id for finding in fired if plain(finding.rule.says).replace(" ", "") not in text] == []
            folded = [finding for finding in fired if finding.rule.kind in (RuleKind.RECOMMENDATION, RuleKind.NOTE)]
            assert f"{len(fired) - len(folded)} rules that decide, most serious first." in said(at)
            assert len(tables(walked(example, wizard_tab="Why"))[0].rows) == len(fired) - len(folded)


@pytest.mark.parametrize("example", EXAMPLES[10::3], ids=NAMES[10::3])
def test_questions_that_no_longer_matter_are_greyed_out(example: Workload) -> None:
    at = walked(example, **UNFOLDED)
    matter = relevant(RULES, example.answers)
    asked = {q for q in BOOK.workload_questions if RULES.asked(q, example.answers)}
    assert set(asking(at)) == asked
    assert {key for key, widget in asking(at).items() if widget.disabled} == asked - matter


def test_nothing_answered_gives_a_whole_page_that_says_so() -> None:
    at = look("wizard", **UNFOLDED)
    labels = " ".join(unmarked(widget.label) for widget in asking(at).values())
    assert [q.id for q in BOOK.workload_questions.values() if q.label not in labels or plain(q.why) not in labels] == []
    assert answered(at) == {}
    assert f"Answered: 0 of {len(BOOK.workload_questions)} questions." in said(at)
    assert said(at).count(WorkloadOutcome.UNANSWERED.label) == 3
    assert at.button_group(key="ask_transfer").disabled is False


def test_only_what_decides_most_and_the_sizes_stand_open() -> None:
    at = look("wizard")
    assert set(asking(at)) == {q.id for q in BOOK.workload_questions.values() if q.group in DRAWN}
    labels = [expander.label for expander in at.expander]
    assert any("Guest" in label and "0 of 7 answered" in label for label in labels)


@pytest.mark.parametrize("tab", ["Why", "What would flip it"])
def test_of_a_workload_without_answers_nothing_is_counted(tab: str) -> None:
    """No row that a wider choice would show, and nothing to take away."""
    at = look("wizard", wizard_tab=tab)
    assert "No answers yet, so nothing can be said of any platform." in said(at)
    assert [said_wrong for said_wrong in ("No row matches", "0 rules", "0 concessions") if said_wrong in said(at)] == []
    assert not at.get("download_button")


def test_an_ordinary_vm_is_answered_in_under_ten_clicks() -> None:
    """One click for the rest, and what is this VM's own: guest, sizes, firmware."""
    at = open_page("wizard")
    clicks = [
        lambda: at.selectbox(key="ask_os").select("RHEL 9").run(),
        lambda: at.number_input(key="ask_vcpu").set_value(4).run(),
        lambda: at.number_input(key="ask_ram").set_value(16).run(),
        lambda: at.number_input(key="ask_disks").set_value(2).run(),
        lambda: at.number_input(key="ask_disk_size").set_value(100).run(),
        lambda: at.number_input(key="ask_nics").set_value(1).run(),
        lambda: next(button for button in at.button if button.label == "The rest is ordinary").click().run(),
    ]
    for click in clicks:
        click()
    opened = open_page("wizard", **params(judged(at)), **UNFOLDED)
    opened.button_group(key="ask_firmware").set_value("UEFI").run()
    answers = judged(opened)
    assert set(answers) == {q for q in BOOK.workload_questions if RULES.asked(q, answers)}
    assert len(clicks) + 2 < 10
    assert all(verdict.settled for verdict in judge(RULES, answers).values())


def test_what_is_answered_in_a_fold_holds_while_it_is_closed() -> None:
    at = open_page("wizard", ask_vtpm="vTPM", ask_live="It must")
    assert judged(at) == {"live": "must", "vtpm": "with"}
    at.button_group(key="ask_live").set_value("Welcome").run()
    assert judged(at) == {"live": "welcome", "vtpm": "with"}
    assert at.query_params["ask_vtpm"] == "vTPM"


def test_a_former_label_in_a_closed_fold_becomes_that_of_today() -> None:
    at = look("wizard", ask_network="Any address will do")
    assert judged(at) == {"network": "pod"}
    assert at.query_params["ask_network"] == "None in particular"
    assert not at.warning


def test_an_answer_changes_the_result_in_one_run() -> None:
    example = BOOK.workloads["citrix-vdi"]
    at = walked(example, platforms="OVE")
    assert WorkloadOutcome.CONFLICT.label in words(tables(at)[0].row("Verdict")[0])
    at = walked(example.model_copy(update={"answers": {**example.answers, "live": "welcome"}}), platforms="OVE")
    assert WorkloadOutcome.CONDITIONS.label in words(tables(at)[0].row("Verdict")[0])


def test_an_example_fills_in_all_answers_and_start_anew_clears_them() -> None:
    at = open_page("wizard")
    at.selectbox(key="wizard_example").select("SAP HANA").run()
    assert judged(at) == RULES.settled(BOOK.workloads["sap-hana"].answers)
    assert at.text_input(key="workload").value == "SAP HANA"
    next(button for button in at.button if button.label == "Start over").click().run()
    assert judged(at) == answered(at) == {}
    assert not at.exception


def test_the_link_of_an_example_fills_it_in(subtests: pytest.Subtests) -> None:
    for example in EXAMPLES[::4]:
        with subtests.test(example=example.id):
            at = look("wizard", id=example.id)
            assert judged(at) == RULES.settled(example.answers)
            assert not at.warning


def test_a_change_that_flips_the_result_is_a_link_to_that_view() -> None:
    example = BOOK.workloads["citrix-vdi"]
    at = walked(example, wizard_tab="What would flip it", platforms="OVE")
    assert any("Live migration: Welcome" in words(head) for table in tables(at) for head, _ in table.rows)
    assert any("ask_live=Welcome" in href and "ask_accelerator=" in href for href in hrefs(at))


def test_what_is_unknown_names_the_questions_that_decide() -> None:
    at = look("wizard", ask_live="It must", wizard_tab="What is unknown", platforms="OVE")
    rows = {words(head): [words(cell) for cell in cells] for table in tables(at) for head, cells in table.rows}
    asked = next(cells for head, cells in rows.items() if "passed-through GPU" in head)
    assert asked == [BOOK.workload_questions["accelerator"].label]
    at = look("wizard", ask_product="sap-hana", wizard_tab="What is unknown", platforms="Azure Local")
    assert any("id=azure-gap-sap-hana" in head for table in tables(at) for head, _ in table.rows)


def test_an_illegal_answer_is_named_and_the_others_hold() -> None:
    at = look("wizard", ask_os="BeOS", ask_vcpu="1e9", ask_live="It must")
    assert "BeOS" in warnings(at)
    assert "1e9" in warnings(at)
    assert answered(at) == {"live": "It must"}


def test_an_illegal_answer_in_a_closed_fold_is_named_and_the_others_hold() -> None:
    at = look("wizard", ask_firmware="Coreboot", ask_vtpm=["vTPM", "No vTPM"], ask_live="It must")
    assert "Coreboot" in warnings(at)
    assert "the answer to “Virtual TPM” 2 times. The first one counts" in warnings(at)
    assert judged(at) == {"live": "must", "vtpm": "with"}


def judged(at: AppTest) -> dict[str, object]:
    """The answers that the result stands on, as its link to the comparison carries them."""
    link = next(href for href in hrefs(at) if "compare" in href.partition("?")[0])
    return dict(decode(parse_qs(link.partition("?")[2])["w"][-1], BOOK.workload_questions).answers)


@pytest.mark.parametrize(
    ("given", "holds", "said"),
    [
        (["8", "4000"], 4000, "“vCPU” 2 times. The last one counts: 4000."),
        (["4000", "8"], 8, "“vCPU” 2 times. The last one counts: 8."),
        (["8", "9.5"], None, "“vCPU” takes whole numbers only, not 9.5."),
        (["8", "many"], None, "This link asks for “vCPU” many, which is not a number"),
        ("768.9", None, "“vCPU” takes whole numbers only, not 768.9."),
        ("5000", None, "This link asks for “vCPU” 5000, which is not a number"),
        (f"{'0' * 5000}8", 8, ""),
    ],
    ids=lambda given: str(given)[-20:],
)
def test_what_the_field_shows_is_what_is_judged(given: list[str] | str, holds: int | None, said: str) -> None:
    at = open_page("wizard", ask_vcpu=given)
    assert said in warnings(at) if said else not at.warning
    assert at.number_input(key="ask_vcpu").value == judged(at).get("vcpu") == holds


def test_what_is_typed_is_judged_and_a_fraction_is_named() -> None:
    at = open_page("wizard", ask_vcpu=["8", "9.5"])
    for typed, held in ((16, 16), (9.5, None), (12, 12), (4000.25, None)):
        at.number_input(key="ask_vcpu").set_value(typed).run()
        assert at.number_input(key="ask_vcpu").value == judged(at).get("vcpu") == held
        assert ("takes whole numbers only, not" in warnings(at)) is (held is None)


def test_of_an_answer_given_twice_the_one_that_is_shown_is_judged() -> None:
    first, second, *_ = BOOK.workload_questions["firmware"].options
    at = look("wizard", ask_firmware=[second.label, first.label], wizard_guest="true")
    assert "the answer to “Firmware” 2 times. The first one counts" in warnings(at)
    assert at.button_group(key="ask_firmware").value == second.label
    assert judged(at) == {"firmware": second.id}
    exact, kind = "RHEL 7", "RHEL 7 to 10"
    at = look("wizard", ask_os=[exact, kind])
    assert "the answer to “Guest system” 2 times. The last one counts" in warnings(at)
    assert at.selectbox(key="ask_os").value == kind
    assert judged(at) == {"os": "rhel"}


def test_what_a_link_answers_itself_wins_over_its_example() -> None:
    at = look("wizard", id="sap-hana", ask_vcpu="8", ask_ram="7.5")
    assert at.number_input(key="ask_vcpu").value == judged(at)["vcpu"] == 8
    assert at.number_input(key="ask_ram").value == judged(at)["ram"] == BOOK.workloads["sap-hana"].answers["ram"]


def test_something_is_taken_away_for_every_example_and_on_every_platform(subtests: pytest.Subtests) -> None:
    for place, example in enumerate(EXAMPLES):
        platform = list(Platform)[place % 3]
        with subtests.test(example=example.id, platform=platform.value):
            at = walked(example, wizard_tab="Take away", wizard_platform=platform.label)
            assert at.code or "No command follows" in at.info[0].value
            assert not at.error
            labels = {json.loads(json.dumps(part.label)) for part in at.get("download_button")}
            assert "Decision record" in labels
            assert ("YAML" in labels) is (platform is Platform.OVE)
