"""Links in old minutes: each opens as it did before the rooms of the code were rebuilt, and what it names is in effect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.decide.workload_form import DRAWN
from components.kit.former import moved
from components.kit.menu import PAGE_OF_TABLE, SCREENS
from domain.catalog import catalog
from tests.conftest import look, open_page
from tests.pages.page_text import bound, html, said, tables

KEPT: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("kept_links.yaml").read_text(encoding="utf-8"))
UNBOUND = {"id", "w", "lm_vfio"}
"""Keys that have no widget: a row, the workloads that a link carries, and the switch that became the start of a choice."""


def asked(link: str) -> tuple[str, dict[str, list[str]]]:
    slug, _, query = link.partition("?")
    return slug, parse_qs(query, keep_blank_values=True)


FOLDED = {f"ask_{q.id}" for q in catalog().workload_questions.values() if q.group not in DRAWN}
"""Questions of the wizard that are drawn only once their fold is opened: till then the address holds their answers."""


def in_effect(at: AppTest, key: str) -> list[str]:
    """What a widget holds, as a link would write it."""
    if key in FOLDED and key not in bound(at):
        return [str(at.query_params[key])]
    value = at.session_state[key]
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(one).lower() if isinstance(one, bool) else f"{one:g}" if isinstance(one, float) else str(one) for one in values]


def all_words(at: AppTest) -> str:
    """The page's words, those of its code blocks and what its charts are in words."""
    alts = [chart.proto.alt for chart in at.get("plotly_chart")]
    return " ".join((said(at), *(part.value for part in at.code), *alts))


@pytest.mark.parametrize("kept", KEPT, ids=[kept["link"][:60] for kept in KEPT])
def test_an_old_link_opens_without_a_notice_and_what_it_names_is_in_effect(kept: dict[str, Any]) -> None:
    slug, params = asked(kept["link"])
    if found := moved(slug, parse_qsl(kept["link"].partition("?")[2], keep_blank_values=True)):
        slug, params = found[0], parse_qs(urlencode(found[1]), keep_blank_values=True)
    at = look(slug, **params)
    text, keys, now = all_words(at), set(params) - UNBOUND, kept.get("now", {})
    assert [part.value for part in (*at.warning, *at.error)] == []
    assert [words for words in kept["says"] if words not in text] == []
    numbers = keys & {field.key for field in at.number_input}
    assert keys - set(now) - FOLDED <= {*bound(at), *numbers}
    assert {key: [at.query_params[key]] for key in numbers} == {key: params[key] for key in numbers}
    assert {key: in_effect(at, key) for key in keys} == {key: [now[key]] if key in now else params[key] for key in keys}
    if kept.get("row") == "alone":
        assert [id_ for table in tables(at) for id_ in table.ids] == params["id"]
    if kept.get("row") == "open":
        assert html(at).count("<details open") == 1


def test_the_sample_is_of_every_screen_and_says_something_of_each_link() -> None:
    assert len(KEPT) >= 60
    assert {asked(kept["link"])[0] for kept in KEPT} == {screen.slug for screen in SCREENS}
    assert all(kept["says"] and all(kept["says"]) for kept in KEPT)
    assert {kept.get("row") for kept in KEPT} == {None, "alone", "open"}


def test_a_renamed_row_is_found_by_its_former_id() -> None:
    for table, home in PAGE_OF_TABLE.items():
        for row in catalog().records[table].values():
            for alias in getattr(row, "aliases", ()):
                by_alias, by_id = (look(home, id=one) for one in (alias, row.id))
                assert not by_alias.warning
                assert said(by_alias) == said(by_id)


def choices() -> Iterator[tuple[str, str, Any]]:
    """The page, the key and the record of every choice that links carry by a label that may change."""
    yield from (("live_migration", "lm_product", row) for row in catalog().migration_products.values())
    yield from (("drain_window", "drain_with", row) for row in catalog().drain_defaults.values())
    for id_, question in catalog().workload_questions.items():
        yield from (("wizard", f"ask_{id_}", option) for option in question.options)


RENAMED = [(slug, key, former, choice.label) for slug, key, choice in choices() for former in choice.former]


@pytest.mark.parametrize(("slug", "key", "former", "label"), RENAMED, ids=[former for _, _, former, _ in RENAMED])
def test_a_renamed_choice_is_made_by_its_former_label_and_stays_in_the_address(
    slug: str, key: str, former: str, label: str
) -> None:
    by_former, by_label = open_page(slug, **{key: former}), look(slug, **{key: label})
    assert not by_former.warning
    assert said(by_former) == said(by_label)
    assert by_former.query_params[key] == label
    again = by_former.run()
    assert (in_effect(again, key), again.query_params[key]) == ([label], label)
    assert said(again) == said(by_label)


def test_what_is_chosen_after_a_former_label_is_in_the_address() -> None:
    at = open_page("drain_window", drain_with="OVE, next release")
    at.selectbox(key="drain_with").select("Azure Local with Network ATC").run()
    assert at.query_params["drain_with"] == "Azure Local with Network ATC"
    at = open_page("wizard", ask_release="Next with KubeVirt 1.9", wizard_target="true")
    at.pills(key="ask_release").select("4.20 with KubeVirt 1.6").run()
    assert at.query_params["ask_release"] == "4.20 with KubeVirt 1.6"
