"""A link is often a server's very first request: a screen, asked first of a fresh server, comes whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from components.kit.menu import BY_SLUG, SCREENS, Screen
from tests.server.server_process import ask, elements, get, running

FRESH = ("live_migration",)
"""What comes first decides how Streamlit finds its pages, and what is imported in which order: the studio imports most. A table
is asked first of the fresh server in `test_bad_catalogue`; the others are asked of one that runs."""


def first_answer(screen: Screen, log: Path) -> tuple[dict[str, Any], str]:
    """What a new server gives its first visitor, and what it wrote to its log."""
    with running(log, "--server.enableAgentApi=true") as base:
        answer = asked(base, screen)
    return answer, log.read_text(encoding="utf-8")


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


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[tuple[dict[str, Any], str]]]]:
    """A fresh server for each of these screens, two at a time."""
    logs = tmp_path_factory.mktemp("cold")
    with ThreadPoolExecutor(2) as pool:
        yield {slug: pool.submit(first_answer, BY_SLUG[slug], logs / f"{slug}.txt") for slug in FRESH}


def test_a_screen_asked_first_of_a_fresh_server_has_its_menu_its_choices_and_its_content(
    answers: dict[str, Future[tuple[dict[str, Any], str]]], subtests: pytest.Subtests
) -> None:
    for slug in FRESH:
        with subtests.test(screen=slug):
            answer, log = answers[slug].result()
            assert_whole(answer, BY_SLUG[slug])
            assert "Traceback" not in log


def test_a_screen_asked_by_a_new_visitor_has_its_menu_its_choices_and_its_content(server: str, subtests: pytest.Subtests) -> None:
    for screen in SCREENS:
        with subtests.test(screen=screen.slug):
            assert_whole(asked(server, screen), screen)


def test_who_asks_for_the_first_screen_by_name_is_led_to_it_with_all_choices(server: str) -> None:
    reply = get(f"{server}/overview?find=drs&embed=true", headers={"accept": "text/html"}, follow_redirects=True)
    assert str(reply.url) == f"{server}/?find=drs&embed=true"
    assert reply.status_code == 200
