"""The picture of a link's preview: nothing is drawn over its edge or over its foot, and it says what the row says."""

from __future__ import annotations

import re

import pytest

from components.app.preview_picture import BOTTOM, FOOT, LEFT, WIDE, drawing
from components.kit.drawing import Text, width_of
from components.kit.introduction import subject
from components.kit.menu import PAGE_OF_TABLE, SCREENS
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform

SEVERAL = ("key_numbers", "commands", "concepts", "guest_systems", "workloads", "blockers", "migration_printouts")


def drawn(slug: str, **params: str) -> list[Text]:
    return [shape for shape in drawing(subject(slug, list(params.items()))).shapes if isinstance(shape, Text)]


def assert_inside(texts: list[Text]) -> None:
    for text in texts:
        width = width_of(text.words, text.size) * (1.1 if text.bold else 1)
        left = text.x - width if text.anchor == "end" else text.x
        assert left >= LEFT - 1, text
        assert left + width <= LEFT + WIDE + 20, text
        assert text.y <= BOTTOM or text.y == FOOT, text


@pytest.mark.parametrize("table", SEVERAL)
def test_every_row_has_room(table: str) -> None:
    for id_ in catalog().records[table]:
        assert_inside(drawn(PAGE_OF_TABLE[table], id=id_))


def test_every_screen_has_room() -> None:
    for screen in SCREENS:
        texts = drawn(screen.slug)
        assert_inside(texts)
        assert {platform.label for platform in Platform} <= {text.words for text in texts}


def test_a_key_number_shows_the_first_number_of_each_platform_largest_and_where_it_holds() -> None:
    texts = {text.words: text.size for text in drawn("key_numbers", id="max-vcpu-per-vm")}
    assert (
        texts["Max vCPU/VM"]
        > texts["768"]
        == texts["216 tested"]
        > texts["255 theoretical"]
        > next(size for words, size in texts.items() if words.startswith("OpenShift Virtualization"))
    )
    assert "Key numbers, in vCPU" in texts
    assert [words for words in texts if re.fullmatch(r"\d+ sources, checked \d{4}-\d\d-\d\d", words)]
    assert f"Catalogue {catalog().version}" in texts


def test_a_command_keeps_the_commas_within_it_and_a_concept_names_the_platforms_that_it_has() -> None:
    words = " ".join(text.words for text in drawn("commands", id="drain-node"))
    assert "oc adm drain node-1 --delete-emptydir-data --ignore-daemonsets" in words
    assert "VMware vSphere" not in {text.words for text in drawn("concepts", id="drs")}
