"""A name in a command is one inert argument, whatever it holds: shown by running `sh`, and by PowerShell's own rule."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.artefacts.quoting import PLACE, fill, places, quote_powershell
from domain.catalog import catalog
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import Shell
from tests.domain.artefacts.shell_words import NASTY, powershell_words, run_sh

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=60)
NAMES = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" '\"$`\\;&|<>(){}~#!=,‘’‚‛"), min_size=1, max_size=40
)

TEMPLATES = sorted(
    {(part.shell, part.command) for _, _, _, part in catalog().parts() if isinstance(part, Run) and places(part.command)}
)
SH = [command for shell, command in TEMPLATES if shell is Shell.SH]
POWERSHELL = [command for shell, command in TEMPLATES if shell is Shell.POWERSHELL]


def one_word(name: str) -> str:
    """A name as a command for sh takes it."""
    return fill("{{name}}", {"name": name}, Shell.SH)


def put(words: list[str], name: str) -> list[str]:
    """The words of a template with every place taken by `name`."""
    return [PLACE.sub(lambda _: name, word) for word in words]


def test_the_names_that_break_naive_quoting_reach_sh_unchanged() -> None:
    assert run_sh("".join(f"printf '%s\\0' {one_word(name)}\n" for name in NASTY)) == NASTY


@given(st.lists(TEXT, min_size=1, max_size=50))
def test_any_text_is_exactly_one_argument_of_sh(words: list[str]) -> None:
    """All words in one call: a word that split, vanished or joined its neighbour would shift the rest."""
    assert run_sh("printf '%s\\0' " + " ".join(map(one_word, words))) == words


def plain(template: str) -> bool:
    """Whether a template is one simple command, without pipes, redirections or expansions."""
    return not re.search(r"[|;&<>$`]", re.sub(r"'[^']*'", "", template))


@settings(max_examples=8)
@given(TEXT)
@example("x; rm -rf ~")
@example('a\'b "c" $(d)')
def test_a_name_stays_inside_its_word_in_every_simple_command(name: str) -> None:
    simple = [template for template in SH if plain(template)]
    assert len(simple) > 100
    for template in simple:
        filled = fill(template, dict.fromkeys(places(template), name), Shell.SH)
        assert shlex.split(filled) == put(shlex.split(template), name), template


TOOLS = ("az", "oc", "govc", "virtctl", "kubectl", "ssh", "jq", "grep", "tr", "dig", "sed", "openssl", "sudo")


def test_no_name_makes_sh_run_anything_in_any_command_of_the_catalogue(tmp_path: Path) -> None:
    """Every template, pipes included, really run by sh, with the tools replaced by functions that say what they got."""
    spy = (
        "".join(f"{tool}() {{ for word; do printf '%s\\0' \"$word\" >&3; done; }}\n" for tool in TOOLS) + "exec 3>&1 >/dev/null\n"
    )
    for number, name in enumerate(
        ["x; : > owned", 'a\'b "c" $(: > owned)', "`: > owned`", "x\n: > owned", "x > owned", "x & : > owned"]
    ):
        script, expected = [spy], []
        for template in (line.replace("export ", "govc ") for line in SH):
            script.append(fill(template, dict.fromkeys(places(template), name), Shell.SH) + "\n")
            expected += put([word for word in shlex.split(template) if PLACE.search(word)], name)
        seen = run_sh("".join(script), tmp_path)
        assert not [word for word in expected if word not in seen], number
        assert not list(tmp_path.iterdir())


def test_the_reader_of_powershell_words_follows_the_documented_rule() -> None:
    assert powershell_words("Write-Output 'user''s file' plain ''") == ["Write-Output", "user's file", "plain", ""]
    assert powershell_words("Get-VM 'a'b $(x)") == ["Get-VM", "a", "b", ("$",), ("(",), "x", (")",)]


def test_the_names_that_break_naive_quoting_reach_powershell_unchanged() -> None:
    assert powershell_words("Get-VM " + " ".join(map(quote_powershell, NASTY))) == ["Get-VM", *NASTY]


@given(st.lists(TEXT | NAMES, min_size=1, max_size=20))
def test_any_text_is_exactly_one_argument_of_powershell(words: list[str]) -> None:
    assert powershell_words("Get-VM " + " ".join(map(quote_powershell, words))) == ["Get-VM", *words]


@settings(max_examples=10)
@given(TEXT)
@example("x; rm -rf ~")
@example('a\'b "c" $(d)')
@example("x\u2019; Stop-Computer; \u2018")
def test_a_name_stays_inside_its_word_in_every_cmdlet_and_pipeline(name: str) -> None:
    assert len(POWERSHELL) > 30
    for template in POWERSHELL:
        words = powershell_words(PLACE.sub("PLACE_HERE", template))
        expected = [word.replace("PLACE_HERE", name) if isinstance(word, str) else word for word in words]
        assert powershell_words(fill(template, dict.fromkeys(places(template), name), Shell.POWERSHELL)) == expected, template


def test_a_place_without_a_name_is_an_error_not_a_gap() -> None:
    with pytest.raises(KeyError):
        fill("virtctl start {{vm}} -n {{namespace}}", {"vm": "x"}, Shell.SH)
