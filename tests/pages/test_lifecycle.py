"""Lifecycle: counted from today or from a later day, by platform; and the links to it from where releases are named."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest

from components.kit import run_context
from domain.catalog import catalog
from tests.conftest import open_page
from tests.pages.page_text import hrefs, said, tables, words


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_context, "today", lambda: date(2026, 11, 26))


def test_the_answer_comes_first_and_counts_from_the_day_that_is_asked_for() -> None:
    now, then = open_page("lifecycle"), open_page("lifecycle", lifecycle_from="in 2 years", platforms="VMware vSphere")
    assert f"of {len(catalog().lifecycle)} releases have ended" in said(now)
    assert "and by 2027-11-26" in said(now)
    assert "and by 2029-11-26" in said(then)
    summary, releases = tables(now)
    assert "2027-10-11 ESXi and vCenter 8.0, VMware Cloud Foundation 5.2 general support" in words(summary.row("△")[0])
    assert releases.ids == list(catalog().lifecycle)
    assert tables(then)[1].ids[0] == "life-esx-91"
    assert len(now.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    ("slug", "params", "id_", "shown"),
    [
        (
            "key_numbers",
            {"id": "per-vm-overhead"},
            "life-esx-67",
            "vSphere 6.5 and 6.7 (technical guidance of ESXi and vCenter 6.7 ended",
        ),
        ("live_migration", {"lm_product": "OpenShift Virtualization 4.18 (HCO 1.14)"}, "life-ocp-418", "until 2027-02-25"),
        ("checklist", {"id": "PF-01"}, "life-ocp-422", "OpenShift Virtualization 4.20–4.22"),
        ("drain_window", {"id": "vsphere-8"}, "life-esx-80", "vSphere 6.5 to 8.0"),
    ],
)
def test_where_a_release_is_named_its_support_is_one_click_away(slug: str, params: dict[str, str], id_: str, shown: str) -> None:
    at = open_page(slug, **params)
    assert f"lifecycle?id={id_}" in map(unquote, hrefs(at))
    assert shown in said(at)


def test_the_wizard_leads_to_it_from_the_release() -> None:
    found = [href for href in hrefs(open_page("wizard", wizard_target="true")) if "lifecycle" in href]
    assert len(found) == 1
