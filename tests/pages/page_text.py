"""Reads a page as its reader does: words, tables, links, notices; and knows the views that the screens have."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from domain.catalog import catalog

TABS = {
    "key_numbers": ("Table", "Chart", "Does my VM fit?"),
    "architecture": ("Stack", *(flow.title for flow in catalog().flows.values())),
    "live_migration": ("This VM", "Sizes and links", "Platforms", "Map"),
    "migration_settings": ("Policy", "Settings"),
    "migration_evidence": ("How sure", "Is the range right?", "How to measure", "Lower bound"),
    "drain_window": ("Side by side", "One host", "Whole cluster", "Rules", "Evidence"),
    "blockers": ("All blockers", "What stops my VM?"),
    "decision_matrix": ("Workloads", "Rules"),
    "wizard": ("Approach", "Why", "What would flip it", "What is unknown", "Take away"),
    "disk_transfer": ("Cold", "Warm", "How the disks can leave", "Addresses", "Against the lab"),
    "sources": ("What was checked", "What is wrong", "Contradictions", "Bibliography"),
}
VIEWS = [
    *((slug, {}) for slug in ("overview", "commands", "concepts", "guest_systems", "lifecycle", "checklist", "changes")),
    ("compare", {"w": "Ana~os.rhel~vcpu.300~live.must~accelerator.gpu"}),
    *((slug, {f"{slug}_tab": tab}) for slug, tabs in TABS.items() for tab in tabs),
]
"""Every screen with every one of its tabs, as slug and link parameters."""

VIEW_NAMES = ["-".join((slug, *params.values())) for slug, params in VIEWS]


def nodes(part: Any) -> Iterator[Any]:
    """Every block and element of a page, or of a part of it."""
    stack = [getattr(part, "_tree", part)]
    while stack:
        node = stack.pop()
        yield node
        stack += getattr(node, "children", {}).values()


def bound(part: Any) -> dict[str, str]:
    """The keys by which a page, or a part of it, is kept in its link, with the kind of their widget."""
    found = {}
    for node in nodes(part):
        proto = getattr(node, "proto", None)
        if node.type in ("tab_container", "expander", "popover"):
            proto = getattr(proto, node.type, None)
        if key := getattr(proto, "query_param_key", ""):
            found[key] = node.type
    return found


def html(at: AppTest) -> str:
    """The HTML of the page's tables and notes, without the style sheets."""
    return "\n".join(part.value for part in at.get("html") if not part.value.startswith("<style>"))


def words(markup: str) -> str:
    """The text of some HTML: no tags, single blanks; what ends a link within a sentence stays beside it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<wbr>|</a>(?=[.,;:)])", "", markup))).split())


def plain(text: str) -> str:
    """A text of the catalogue as a page shows it: `code` without its backticks, single blanks."""
    return " ".join(text.replace("`", "").split())


def markdown(at: AppTest) -> list[str]:
    """Every text of the page that is read as Markdown."""
    kinds = ("title", "header", "header", "markdown", "caption", "warning", "error", "info", "success")
    return [
        *(part.value for kind in kinds for part in at.get(kind)),
        *(part.label for kind in ("page_link", "checkbox", "tab", "button", "expander") for part in at.get(kind)),
        *(part.proto.text for part in at.get("progress")),
    ]


def unmarked(text: str) -> str:
    """Markdown as it is read: escapes, joiners of no width and the backticks of `code` taken away, single blanks."""
    return " ".join(re.sub("[`\u2060\u200b]", "", re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)).split())


def said(at: AppTest) -> str:
    """All words of the page."""
    return " ".join((words(html(at)), *map(unmarked, markdown(at))))


def glance(markup: str) -> str:
    """HTML without what stands behind a click."""
    return re.sub(r"</summary>.*?</details>", "</summary></details>", markup, flags=re.DOTALL)


@dataclass(frozen=True)
class Table:
    """A table as it stands: its caption, its heads, and for each row the HTML of its head and cells."""

    caption: str
    heads: list[str]
    rows: list[tuple[str, list[str]]]

    @property
    def ids(self) -> list[str]:
        return [found for head, _ in self.rows for found in re.findall(r"[?&;]id=([\w-]+)", head)[:1]]

    def row(self, name: str) -> list[str]:
        """The cells of the row whose head begins so."""
        return next(cells for head, cells in self.rows if words(head).startswith(name))


def tables(at: AppTest) -> list[Table]:
    """The tables of the page, in order."""
    found = []
    for body in re.findall(r'<table class="qr">(.*?)</table>', html(at), re.DOTALL):
        caption = re.search(r"<caption>(.*?)</caption>", body, re.DOTALL)
        heads = [words(head) for head in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', body, re.DOTALL)]
        rows = [
            (head, re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL))
            for head, cells in re.findall(r'<tr><th scope="row"(?: rowspan="2")?>(.*?)</th>(.*?)</tr>', body, re.DOTALL)
        ]
        found.append(Table(words(caption[1]) if caption else "", heads, rows))
    return found


def hrefs(at: AppTest) -> list[str]:
    """Every link of the page to another view of the product."""
    inside = [unescape(href) for href in re.findall(r'href="([^"]*)">', html(at))]
    return [*inside, *(f"{link.proto.page}?{link.proto.query_string}" for link in at.get("page_link"))]


def warnings(at: AppTest) -> str:
    """What the page says about its link."""
    return unmarked(" ".join(part.value for part in at.warning))


def numbers(values: Any) -> list[float]:
    """A figure's coordinates, whether written out or packed."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).astype(float).tolist()
    return [float(value) for value in values]
