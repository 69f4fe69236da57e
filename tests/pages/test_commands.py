"""Commands: the reader's names stand in every command, quoted for its shell; a bad name is refused with a sentence."""

from __future__ import annotations

import re

import pytest

from domain.artefacts.quoting import fill, places
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform, Shell
from tests.conftest import look, page
from tests.pages.page_text import html, said

BOOK = catalog()
DEFAULTS = {field.id: field.default for field in BOOK.fields.values()}
HOSTILE = 'a\'b "c" $(d); rm -rf ~'
TASK = next(
    row
    for row in BOOK.commands.values()
    if {run.shell for claim in row.claims.values() for run in claim.run if "vm" in places(run.command)} == set(Shell)
)


def codes(**params: str) -> list[str]:
    """The commands that the link offers to copy."""
    return [part.value for part in look("commands", **params).code]


def test_names_of_the_link_stand_quoted_in_the_commands_of_both_shells() -> None:
    """But for a cluster's, where no VM can be called so: there a sentence says how it may be called."""
    at, names = look("commands", id=TASK.id, n_vm=HOSTILE), {**DEFAULTS, "vm": HOSTILE}
    shown = [part.value for part in at.code]
    runs = {platform: [fill(run.command, names, run.shell) for run in claim.run] for platform, claim in TASK.claims.items()}
    assert [run for run in (*runs[Platform.VSPHERE], *runs[Platform.AZURE_LOCAL]) if run not in shown] == []
    assert [run for run in runs[Platform.OVE] if run in shown] == []
    assert said(at).count("Not written with this name: VM may hold only") == len(runs[Platform.OVE])
    assert any("'a'\"'\"'b \"c\" $(d); rm -rf ~'" in code for code in shown)
    assert any("'a''b \"c\" $(d); rm -rf ~'" in code for code in shown)


def test_every_command_of_every_task_can_be_copied_with_its_names() -> None:
    shown = codes(commands_group="All", n_vm="db-01", n_namespace="prod", open="true")
    names = {**DEFAULTS, "vm": "db-01", "namespace": "prod"}
    runs = [run for row in BOOK.commands.values() for claim in row.claims.values() for run in claim.run]
    assert [run.command for run in runs if fill(run.command, names, run.shell) not in shown] == []
    assert not [code for code in shown if "{{" in code]


def test_further_commands_of_a_task_are_one_click_away() -> None:
    at = look("commands", commands_group="All")
    counts = [sum(len(row.claims[p].run[1:]) for p in Platform) for row in BOOK.commands.values()]
    shown = [part.label for part in at.expander if "further command" in part.label]
    assert shown == [f"{n} further command{'s' * (n > 1)}" for n in counts if n]
    row = next(row for row in BOOK.commands.values() if len(row.claims[Platform.OVE].run) > 1)
    second = fill(row.claims[Platform.OVE].run[1].command, DEFAULTS, row.claims[Platform.OVE].run[1].shell)
    assert second not in [part.value for part in at.code]
    for fold in (f"more_{row.id}", f"more_{row.id}_ove"):  # the second as links once gave it
        assert second in [part.value for part in look("commands", commands_group="All", **{fold: "true"}).code]


def test_names_of_the_link_are_said_to_be_the_links_until_the_reader_types_his_own() -> None:
    at = page("commands", {"id": TASK.id, "n_vm": "db-01", "n_namespace": "<b>prod</b>"})
    (notice,) = at.warning
    assert notice.value.startswith("**These names come from the link:** VM `db-01`, Namespace `<b>prod</b>`. ")
    at.text_input(key="n_vm").set_value("db-02").run()
    assert ["VM" in warning.value for warning in at.warning] == [False]
    at.text_input(key="n_namespace").set_value("prod").run()
    assert not at.warning
    own = page("commands", {"id": TASK.id}, opened=["names"])
    own.text_input(key="n_vm").set_value("db-01").run()
    assert not own.warning


BAD = [("-rf", "starts with a dash"), ("*", "wildcard"), ("a\nb", "line break"), ("x" * 254, "longer than 253 characters")]


@pytest.mark.parametrize(("name", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_bad_name_is_refused_with_a_sentence_and_the_default_stays(name: str, sentence: str) -> None:
    at = look("commands", id=TASK.id, n_vm=name)
    assert [sentence in error.value and "my-vm" in error.value for error in at.error] == [True]
    assert [part.value for part in at.code if "?" not in part.value] == [code for code in codes(id=TASK.id) if "?" not in code]


def test_a_name_typed_in_fills_the_commands_at_once() -> None:
    at = page("commands", {"id": TASK.id}, opened=["names"])
    at.text_input(key="n_vm").set_value("web 1").run()
    assert any("'web 1'" in part.value for part in at.code)
    assert not at.error


def test_only_the_names_that_the_shown_commands_hold_are_asked_for() -> None:
    at = page("commands", {"id": TASK.id}, opened=["names"])
    used = {name for claim in TASK.claims.values() for run in claim.run for name in places(run.command)}
    assert {field.key.removeprefix("n_") for field in at.text_input if field.key.startswith("n_")} == used


@pytest.mark.parametrize("platform", list(Platform))
def test_each_command_says_how_dangerous_it_is(platform: Platform) -> None:
    at = look("commands", commands_group="All", platforms=platform.label, open="true")
    marks = re.findall(r'<div class="s use"><span class="m \w+">.&nbsp;([a-z-]+)</span>', html(at))
    dangers = [run.danger.value for row in BOOK.commands.values() for run in row.claims[platform].run]
    assert marks == dangers


def test_the_quick_references_own_text_stands_beside_the_working_form() -> None:
    row = next(r for r in BOOK.commands.values() if r.claims[Platform.OVE].verdict == "contradicted")
    text = said(look("commands", id=row.id, platforms="OVE", show="both"))
    assert row.claims[Platform.OVE].reference in text
    assert "≠ contradicted" in text
