"""A link is often a server's very first request: a screen, asked first of a fresh server, comes whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.kit.menu import BY_SLUG, SCREENS, Screen
from tests.conftest import server_directory
from tests.server.server_process import FIRST_ASKED, ask, elements, get


def asked(base: str, screen: Screen) -> dict[str, Any]:
    return ask(base, "" if screen is SCREENS[0] else screen.slug, {"platforms": ["OVE"]})


def assert_whole(answer: dict[str, Any], screen: Screen) -> None:
    """Menu, shared choices and content are there, and nothing went wrong."""
    shown = list(elements(answer["tree"]))
    keys = {node["key"]: node.get("value") for node in shown if "key" in node}
    texts = [node["props"]["body"] for node in shown if node["type"] in ("title", "markdown")]
    assert answer["status"] == "ready"
    assert answer["page"]["title"] == screen.title
    assert [page["title"] for page in answer["pages"]] == [screen.title for screen in SCREENS]
    assert [page["url_path"] for page in answer["pages"]] == ["", *(screen.slug for screen in SCREENS[1:])]
    assert texts[:2] == [screen.title, screen.about]
    assert keys["platforms"] == ["OVE"]
    assert len(shown) > 15 or any(node["type"] == "html" for node in shown)
    assert [node for node in shown if node["type"] in ("exception", "error", "warning")] == []


def test_a_screen_asked_first_of_a_fresh_server_has_its_menu_its_choices_and_its_content(
    server: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A table is asked first of a fresh server in `test_bad_catalogue`; the other screens are asked of one that runs."""
    first = json.loads((server_directory(tmp_path_factory) / "first.json").read_text(encoding="utf-8"))
    assert_whole(first, BY_SLUG[FIRST_ASKED])


def test_a_screen_asked_by_a_new_visitor_has_its_menu_its_choices_and_its_content(server: str, subtests: pytest.Subtests) -> None:
    for screen in SCREENS:
        with subtests.test(screen=screen.slug):
            assert_whole(asked(server, screen), screen)


def test_who_asks_for_the_first_screen_by_name_is_led_to_it_with_all_choices(server: str) -> None:
    reply = get(f"{server}/overview?find=drs&embed=true", headers={"accept": "text/html"}, follow_redirects=True)
    assert str(reply.url) == f"{server}/?find=drs&embed=true"
    assert reply.status_code == 200
