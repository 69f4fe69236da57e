"""Whatever a stranger puts into a link, the page opens, names what it cannot follow and shows it as mere text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.kit.menu import SCREENS
from components.kit.share import AS_OF
from tests.conftest import look, page
from tests.pages.page_text import VIEW_NAMES, VIEWS, bound
from tests.pages.payloads import HUGE, MARKS, NO_MARKS, PAYLOADS, assert_harmless, html_faults

CALM = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
VIEW = st.sampled_from(VIEWS)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: f"<{text}>*{text}*")
VALUE = st.one_of(st.sampled_from(PAYLOADS), TEXT, st.integers().map(str), st.floats().map(str))

UNBOUND = {"id": "row", "embed_options": "option", AS_OF: "version"}
LISTS = {"compare": {"w": "workload"}, "checklist": {"w": "workload"}}
"""Keys that are read without a widget of their own: of every view, and of these."""

COMPARED = next(name for name in VIEW_NAMES if name.startswith("compare-"))
FREE_TEXT = (
    "overview",
    "commands",
    "concepts",
    "guest_systems",
    "blockers-All blockers",
    "decision_matrix-Rules",
    "migration_settings-Settings",
    "sources-Contradictions",
    "sources-Bibliography",
    "checklist",
    "disk_transfer-Addresses",
    COMPARED,
    "drain_window-Side by side",
    "migration_settings-Policy",
    "migration_evidence-Lower bound",
    "live_migration-Sizes and links",
    "wizard-Take away",
)
"""The views that between them have every field that takes any text."""


ALONE = (COMPARED, "disk_transfer-Addresses", "migration_evidence-Lower bound", "live_migration-Sizes and links")
"""Those of a list of workloads, of a text area, of a slider and of boxes to choose from."""

OTHERS = 1
"""Payloads without marks that the others try."""

VISITS = 1
"""Of a view whose fields all stand in another view, or take only what they offer."""


@cache
def keys(view: int) -> dict[str, str]:
    """Every key that this view reads from its link, with the kind of its widget."""
    slug, params = VIEWS[view]
    return {**bound(look(slug, **params)), **UNBOUND, **LISTS.get(slug, {})}


def whole_square(view: int) -> Iterator[dict[str, str]]:
    """Visits in each of which every key has another payload, until every key has had all marks and some of the rest.

    Marks must be escaped by whatever shows the text; the rest meets the code that the widgets of a kind share, so each view
    tries one, and the view of a kind that stands nowhere else all.
    """
    first = OTHERS * FREE_TEXT.index(VIEW_NAMES[view])
    others = len(NO_MARKS) if VIEW_NAMES[view] in ALONE else OTHERS
    tried = [*MARKS, *(NO_MARKS[(first + other) % len(NO_MARKS)] for other in range(others))]
    for visit in range(len(tried)):
        yield {key: tried[(visit + place) % len(tried)] for place, key in enumerate(keys(view))}


def few(view: int) -> Iterator[dict[str, str]]:
    """Visits in each of which every key has another payload; other views have others."""
    for visit in range(VISITS):
        yield {key: PAYLOADS[(VISITS * view + visit + 5 * place) % len(PAYLOADS)] for place, key in enumerate(keys(view))}


def visits(view: int) -> Iterator[dict[str, str]]:
    return whole_square(view) if VIEW_NAMES[view] in FREE_TEXT else few(view)


def asked(view: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The link of a view with these values: its tab stays, and a list gets one more entry."""
    slug, params = VIEWS[view]
    lists = {key: [params.get(key, ""), value] for key, value in values.items() if key in LISTS.get(slug, {})}
    return {**values, **params, **lists}


@pytest.mark.parametrize("view", range(len(VIEWS)), ids=VIEW_NAMES)
def test_every_key_of_every_view_takes_hostile_text_for_text(view: int, subtests: pytest.Subtests) -> None:
    for visit, values in enumerate(visits(view)):
        with subtests.test(visit=visit):
            assert_harmless(page(VIEWS[view][0], asked(view, values)), values.values())


def test_every_field_that_takes_any_text_meets_every_kind_of_mark() -> None:
    views = [VIEW_NAMES.index(name) for name in FREE_TEXT]
    every = {(VIEWS[view][0], key) for view in range(len(VIEWS)) for key, kind in keys(view).items() if kind.startswith("text")}
    assert every <= {(VIEWS[view][0], key) for view in views for key in keys(view)}
    for view in views:
        met = {(key, payload) for values in whole_square(view) for key, payload in values.items()}
        assert met >= {(key, payload) for key in keys(view) for payload in MARKS}


def test_every_kind_of_widget_meets_every_kind_of_payload() -> None:
    """The widgets of one kind share their code, whatever page they stand on."""
    met: dict[str, set[str]] = {}
    for view in range(len(VIEWS)):
        for values in visits(view):
            for key, payload in values.items():
                met.setdefault(keys(view)[key], set()).add(payload)
    assert len(met) > 8
    assert {kind: missed for kind, payloads in met.items() if (missed := {*MARKS, *NO_MARKS} - payloads)} == {}
    assert set().union(*met.values()) == set(PAYLOADS)


@CALM
@given(data=st.data(), view=st.integers(0, len(VIEWS) - 1))
def test_any_mixture_of_values_is_harmless(data: st.DataObject, view: int) -> None:
    slug, params = VIEWS[view]
    values = data.draw(st.dictionaries(st.sampled_from(sorted(keys(view))), st.lists(VALUE, min_size=1, max_size=3), max_size=6))
    at = page(slug, {**params, **values})
    assert_harmless(at, [value for drawn in values.values() for value in drawn])


@CALM
@given(view=VIEW, values=st.dictionaries(TEXT, VALUE, min_size=1, max_size=20))
def test_keys_that_no_page_knows_are_harmless(view: tuple[str, dict[str, str]], values: dict[str, str]) -> None:
    slug, params = view
    assert_harmless(page(slug, {**values, **params}), [*values, *values.values()])


FLOODS: dict[str, dict[str, Any]] = {
    "thousands of parameters": {f"key{number}": "1" for number in range(2000)},
    "one value thousands of times": {"platforms": ["OVE"] * 2000, "id": ["drs"] * 2000},
    "thousands of values": {"platforms": [f"<b>{number}</b>" for number in range(2000)]},
}
"""What every page reads with the same code: each page gets one of these, or every field of its own at its longest."""

SEARCHES = {"overview": "find", "commands": "commands_find", "concepts": "concepts_find"}
SLUGS = [screen.slug for screen in SCREENS]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_flood_is_survived(slug: str, subtests: pytest.Subtests) -> None:
    views = [view for view, (name, _) in enumerate(VIEWS) if name == slug]
    huge = {key: HUGE[place % len(HUGE)] for place, key in enumerate(keys(views[0]))}
    flood = list(FLOODS)[SLUGS.index(slug) // 2 % len(FLOODS)]
    floods = {"every field at its longest": huge} if SLUGS.index(slug) % 2 else {flood: FLOODS[flood]}
    if slug in SEARCHES:
        floods["thousands of words"] = {SEARCHES[slug]: "a " * 50_000}
    for place, (flood, values) in enumerate(floods.items()):
        with subtests.test(flood=flood):
            assert_harmless(page(slug, asked(views[place % len(views)], values)), ["<b>1</b>", *HUGE])


def test_what_the_product_never_writes_would_be_noticed() -> None:
    assert html_faults(["<table class='qr'><tr><td>8 &lt; 9</td></tr></table>"]) == []
    assert html_faults(["<img src=x>", "<a onclick='x'>", "<a href='//evil.example'>", "<a href='javascript:x'>"]) != []
