"""Many readers at once: nobody is shown what another reader chose."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest

from tests.server.websocket_visitor import Seen, visit, visiting

CHOICES = [
    "",
    "platforms=OVE",
    "platforms=Azure+Local",
    "show=both",
    "show=reference",
    "platforms=OVE&show=both",
    "open=true",
    "embed=true",
]
FOLDED, OPENED = "<details>", "<details open>"


@pytest.mark.parametrize("slug", ["key_numbers", "concepts", "blockers", "commands"])
def test_readers_with_different_choices_at_the_same_time_each_get_their_own(server: str, slug: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        seen: list[Seen] = list(pool.map(lambda choice: visit(server, slug, choice), CHOICES * 2))
    for choice, shown in zip(CHOICES * 2, seen, strict=True):
        markup = "\n".join(shown.html)
        queries = [set(href.split("&amp;")) for href in re.findall(r'href="[a-z_./]+\?([^"]*)">', markup)]
        others = {pair for other in CHOICES for pair in other.split("&")} - set(choice.split("&")) - {""}
        assert shown.errors == []
        assert queries
        assert all({pair for pair in choice.split("&") if pair} <= query for query in queries)
        assert not [query for query in queries if query & others]
        assert (FOLDED if "open=true" in choice else OPENED) not in markup


def test_a_file_is_there_for_who_asked_for_it_however_many_others_come_before_it_is_fetched(server: str) -> None:
    with visiting(server, "checklist", "phase=2.+Assessment") as (_, address_of):
        address = address_of("CSV, all phases")
        for choice in CHOICES[:4]:
            visit(server, "changes", choice)
        with urlopen(address) as answer:
            assert answer.read().startswith(BOM_UTF8)
