"""Many readers at once: nobody is shown what another reader chose."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server.websocket_visitor import Seen, visit

CHOICES = [
    "",
    "platforms=OVE",
    "platforms=Azure+Local",
    "show=verified",
    "show=reference",
    "platforms=OVE&show=verified",
    "open=true",
    "embed=true",
]
FOLDED, OPENED = "<details>", "<details open>"


@pytest.mark.parametrize("slug", ["key_numbers", "concepts", "blockers", "commands"])
def test_readers_with_different_choices_at_the_same_time_each_get_their_own(server: str, slug: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        seen: list[Seen] = list(pool.map(lambda choice: visit(server, slug, choice), CHOICES * 4))
    for choice, shown in zip(CHOICES * 4, seen, strict=True):
        markup = "\n".join(shown.html)
        queries = [set(href.split("&amp;")) for href in re.findall(r'href="[a-z_./]+\?([^"]*)" target="_self"', markup)]
        others = {pair for other in CHOICES for pair in other.split("&")} - set(choice.split("&")) - {""}
        assert shown.errors == []
        assert queries
        assert all({pair for pair in choice.split("&") if pair} <= query for query in queries)
        assert not [query for query in queries if query & others]
        assert (FOLDED if "open=true" in choice else OPENED) not in markup
