"""A link is often a server's very first request: every screen, asked first of a fresh server, comes whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from components.kit.menu import SCREENS, Screen
from tests.server.server_process import ask, elements, running


def first_answer(screen: Screen, log: Path) -> tuple[dict[str, Any], str]:
    """What a new server gives its first visitor, and what it wrote to its log."""
    with running(log, "--server.enableAgentApi=true") as base:
        answer = ask(base, "" if screen is SCREENS[0] else screen.slug, {"platforms": ["OVE"]})
    return answer, log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[tuple[dict[str, Any], str]]]]:
    """A fresh server for each screen, two at a time."""
    logs = tmp_path_factory.mktemp("cold")
    with ThreadPoolExecutor(2) as pool:
        yield {s.slug: pool.submit(first_answer, s, logs / f"{s.slug}.txt") for s in SCREENS}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.slug)
def test_a_screen_asked_first_of_a_fresh_server_has_its_menu_its_choices_and_its_content(
    answers: dict[str, Future[tuple[dict[str, Any], str]]], screen: Screen
) -> None:
    answer, log = answers[screen.slug].result()
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
    assert "Traceback" not in log


def test_who_asks_for_the_first_screen_by_name_is_led_to_it_with_all_choices(server: str) -> None:
    reply = httpx.get(f"{server}/overview?find=drs&embed=true", headers={"accept": "text/html"}, follow_redirects=True)
    assert str(reply.url) == f"{server}/?find=drs&embed=true"
    assert reply.status_code == 200
