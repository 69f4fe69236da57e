"""The answer in the first page is the one that its screen then draws, cell by cell."""

from __future__ import annotations

import re

import pytest

from components.app.first_answer import with_answer
from tests.conftest import look
from tests.pages.page_text import html

INDEX = b'<html><head></head><body><noscript>no</noscript><div id="root"></div></body></html>'
LINKS = [
    *((slug, {}) for slug in ("overview", "key_numbers", "concepts", "guest_systems", "architecture", "lifecycle")),
    *((slug, {}) for slug in ("decision_matrix", "blockers", "changes", "sources")),
    ("key_numbers", {"id": "max-vcpu-per-vm", "platforms": "OVE", "show": "both", "open": "true"}),
    ("key_numbers", {"id": "no-such-row"}),
    ("architecture", {"id": "virt-handler"}),
    ("decision_matrix", {"id": "gpu-inference"}),
    ("decision_matrix", {"id": "ove-gpu-live"}),
    ("migration_settings", {"id": "post-copy"}),
    ("sources", {"id": "kubevirt-vm"}),
]


def rows(markup: str) -> list[str]:
    """The rows of tables, heads of groups included."""
    return re.findall("<tr.*?</tr>", markup, re.DOTALL)


@pytest.mark.parametrize(("slug", "link"), LINKS)
def test_each_row_of_its_tables_is_a_row_of_the_screen(slug: str, link: dict[str, str]) -> None:
    first = rows(with_answer(INDEX, slug, list(link.items())).decode())
    drawn = set(rows(html(look(slug, **link))))
    assert len(first) > 1
    assert [row for row in first if row not in drawn] == []
