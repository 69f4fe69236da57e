"""The choices that every link carries: which platforms are shown, which reading of a cell, and whether sources stand open."""

from __future__ import annotations

import re
import sys

import pytest

from components.kit import address, run_context
from components.kit.menu import SCREENS
from domain.catalog import catalog
from domain.catalog.records.evidence import Claim
from domain.catalog.vocabulary import Platform, Verdict
from tests.conftest import look, open_page
from tests.pages.page_text import VIEWS, glance, hrefs, html, nodes, plain, said, tables, words

BOOK = catalog()
SLUGS = [screen.slug for screen in SCREENS]
OVE = Platform.OVE
HEADS = {
    "overview": ["At a glance", "OVE"],
    "key_numbers": ["Parameter", "OVE"],
    "concepts": ["VMware vSphere", "OVE", "See also"],
    "decision_matrix": ["Workload", "OVE: approach", "OVE: what to know"],
    "blockers": ["Cause", "OVE"],
}
CELLS: dict[str, Claim] = {
    "overview": BOOK.key_numbers["max-vcpu-per-vm"].claims[OVE],
    "key_numbers": BOOK.key_numbers["max-vcpu-per-vm"].claims[OVE],
    "commands": next(c for row in BOOK.commands.values() if (c := row.claims[OVE]).reference and c.verdict is not Verdict.AGREES),
    "concepts": next(c for row in BOOK.concepts.values() if (c := row.claims[OVE]).verdict is Verdict.CONTRADICTED),
    "architecture": next((p.claim for p in BOOK.components.values() if p.claim.reference), None),
    "decision_matrix": BOOK.decision_matrix["shared-gpu-vdi"].claims["approach"],
    "live_migration": next(r.claim for r in BOOK.live_migration.values() if r.claim.verdict is Verdict.CONTRADICTED),
}
TABS = {"live_migration": {"live_migration_tab": "Settings"}}
"""Where the cells are not on the screen's first tab."""

CELLS = {slug: claim for slug, claim in CELLS.items() if claim}
WIDE = {"commands_group": "All"}
UNFOLDED = {"checklist": {"checklist_priority": ["must", "should", "note"]}}


@pytest.mark.parametrize("slug", list(HEADS))
def test_only_the_chosen_platform_is_shown(slug: str) -> None:
    at = look(slug, platforms="OVE")
    assert {tuple(table.heads) for table in tables(at)} == {tuple(HEADS[slug])}


def test_only_the_chosen_platforms_commands_are_shown() -> None:
    at, first = look("commands", platforms="OVE", id="list-vms"), BOOK.commands["list-vms"]
    assert plain(first.claims[OVE].verified) in said(at)
    assert plain(first.claims[Platform.VSPHERE].verified) not in said(at)
    assert "1 task, checked against" in said(at)


def test_a_chart_shows_only_the_chosen_platform() -> None:
    spec = look("key_numbers", key_numbers_tab="Chart", platforms="OVE").get("plotly_chart")[0].proto.spec
    assert '"OVE"' in spec
    assert not [name for name in ('"VMware vSphere"', '"Azure Local"') if f'"y":[{name}' in spec]


def test_platforms_stand_in_their_fixed_order_whatever_the_link_says() -> None:
    at = look("key_numbers", platforms=["Azure Local", "VMware vSphere"])
    assert tables(at)[0].heads == ["Parameter", "VMware vSphere", "Azure Local"]


def test_a_link_that_leaves_no_platform_shows_all() -> None:
    assert tables(look("key_numbers", platforms=""))[0].heads == ["Parameter", "VMware vSphere", "OVE", "Azure Local"]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("choice", "value"), [("platforms", "OVE"), ("show", "reference")])
def test_a_choice_is_not_shown_where_it_changes_nothing(slug: str, choice: str, value: str) -> None:
    """And only there: somewhere on the screen, the words differ."""
    screens = [params for name, params in VIEWS if name == slug]
    changes = any(said(look(slug, **params)) != said(look(slug, **params, **{choice: value})) for params in screens)
    idle = [node for node in nodes(look(slug)) if f"idle_{choice}" in str(getattr(node, "proto", ""))]
    assert [part.key for node in idle for part in nodes(node)] == ([] if changes else [f"idle_{choice}", choice])


@pytest.mark.parametrize("slug", list(CELLS))
@pytest.mark.parametrize("show", ["verified", "reference", "both"])
def test_the_reading_decides_what_a_cell_shows_at_a_glance(slug: str, show: str) -> None:
    claim, text = CELLS[slug], glance(html(look(slug, show=show, **WIDE, **TABS.get(slug, {}))))
    said_so = re.findall(r'<div class="r">Quick reference: (.*?) <span class="m', text)
    quoted = [words(part).strip("“”") for part in said_so]
    values = [words(part) for part in re.findall(r'<div(?: class="v(?: num)?")?>(.*?)</div>', text)]
    assert (plain(claim.verified) in values) == (show != "reference")
    if show == "both" or (show, slug) == ("reference", "commands"):
        assert claim.reference in quoted
    else:
        assert quoted == []
        assert (claim.reference in values) == (show == "reference")


def test_commands_to_copy_go_with_the_verified_reading() -> None:
    codes = {show: [part.value for part in look("commands", show=show, id="list-vms").code] for show in ("verified", "reference")}
    assert len(codes["verified"]) > len(codes["reference"])


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_of_a_screen_keeps_the_shared_choices(slug: str) -> None:
    at = look(slug, platforms=["OVE", "Azure Local"], show="both")
    wanted = {"platforms=OVE", "platforms=Azure+Local", "show=both"}
    assert [href for href in hrefs(at) if not wanted <= set(href.split("?")[1].split("&"))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_source_stands_open_for_printing(slug: str) -> None:
    folded, opened = html(look(slug, **UNFOLDED.get(slug, {}))), html(look(slug, open="true"))
    assert "<details>" not in opened
    assert opened.count("<details open>") == folded.count("<details>")


SAID = {"platforms": "OVE", "show": "both", "open": "true"}


def kept_in_caches() -> int:
    """How many results of the product's functions are remembered."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in ("components", "domain")]
    found = {id(one): one for module in modules for one in vars(module).values() if hasattr(one, "cache_info")}
    return sum(one.cache_info().currsize for one in (*found.values(), *run_context.KEPT))


@pytest.mark.parametrize("key", list(SAID))
def test_what_a_link_says_before_a_shared_choice_goes_into_no_link_and_no_cache(key: str) -> None:
    """Of a key that is given many times a widget looks at one value: the others must not get into hundreds of links."""
    open_page("decision_matrix")
    own = open_page("decision_matrix", **{key: SAID[key]})
    kept, text = kept_in_caches(), html(own)
    for visit in range(3):
        at = open_page("decision_matrix", **{key: [*(f"{visit}{'x' * 3900}{n}" for n in range(15)), SAID[key]]})
        assert sum(map(len, hrefs(at))) <= sum(map(len, hrefs(own)))
        assert len(html(at)) <= len(text)
    assert kept_in_caches() == kept


def test_an_address_beyond_all_bounds_is_not_given_on(subtests: pytest.Subtests) -> None:
    """Its own choices are: what is on paper and in Share leads to the same view."""
    for key in ("id", "no_such_key"):
        with subtests.test(key=key):
            at = open_page("key_numbers", show="both", **{key: ["x" * 3900] * 60})
            sheets = [part.value for part in at.get("html") if "@page" in part.value]
            assert max(map(len, sheets)) < address.MAX_LINK
            assert "show=both" in "".join(sheets)


def test_what_is_kept_for_all_visitors_ends_at_a_number_of_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_context, "MOST_KEPT", 10_000)
    calls: list[str] = []

    @run_context.kept
    def page_of(word: str) -> str:
        calls.append(word)
        return word * 1000

    for word in ("a", "a", *"bcdefghij", "a"):
        assert page_of(word) == word * 1000
    assert calls.count("a") == 2
    assert run_context.KEPT.pop().cache_info().currsize < 6
