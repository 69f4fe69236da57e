"""Migration time in a browser: typed, shared, reloaded, fed with a file, held in a hand and shown on a wall."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from domain.catalog.loading import DATA
from tests.browser.conftest import PHONE, Visit, Visitor

pytestmark = pytest.mark.browser


def verdict(at: Visitor) -> str:
    return at.page.get_by_role("main").get_by_role("heading", level=2).inner_text()


def test_what_is_typed_goes_through_every_tab_and_the_verdict_is_in_the_link(visit: Visit) -> None:
    """The question is the link: it goes with the reader through the tabs and to the policy, and opened by another has one answer.

    Sizes belong to their tab: away from it they are not in the address, back in it they are.
    """
    at = visit("/live_migration")
    before = verdict(at)
    expect(at.page.get_by_test_id("stPlotlyChart").locator("svg.main-svg").first).to_be_visible()
    at.type("Dirty rate, MB/s · preset", "2500", "spinbutton")
    at.page.wait_for_url("**lm_dirty=2500*")
    at.pick("Start from", "SAP HANA")
    seen, asked = verdict(at), ("lm_dirty=2500", "lm_preset=SAP+HANA")
    assert seen != before
    at.press("Sizes and links", "tab")
    at.type("VM memory, GiB", "8, 64")
    for tab in ("Map", "Sizes and links", "This VM"):
        at.press(tab, "tab")
        assert at.page.get_by_role("spinbutton", name="Dirty rate, MB/s · yours").input_value() == "2500"
        assert [part for part in asked if part not in at.page.url] == []
        assert ("times_ram=8%2C+64" in at.page.url) == (tab == "Sizes and links")
        assert verdict(at) == seen
    assert visit(at.page.url).view() == at.view()
    at.page.get_by_role("link", name="These settings as a policy").click()
    at.page.wait_for_url(f"**/migration_settings?*{asked[0]}*")
    assert [part for part in asked if part not in at.page.url] == []
    expect(at.page.get_by_role("spinbutton", name="Dirty rate, MB/s · yours")).to_have_value("2500")
    at.page.go_back()
    expect(at.page.get_by_role("main").get_by_role("heading", level=2)).to_have_text(seen)
    assert [part for part in asked if part not in at.page.url] == []


def test_a_presets_number_is_turned_up_on_a_phone_and_cleared_is_the_presets_again(visit: Visit) -> None:
    """Taps that come faster than the answers are all counted, and what goes with the memory stays the preset's."""
    at = visit("/live_migration", **PHONE)
    before, entries = at.view(), at.page.evaluate("history.length")
    fields = at.page.get_by_test_id("stNumberInput")
    memory, rate, working_set = (fields.filter(has_text=name) for name in ("Memory, GiB", "Dirty rate, MB/s", "Working set, GiB"))
    expect(fields.get_by_role("button", name="crement", disabled=True)).to_have_count(0)
    with at.answered():
        for _ in range(4):
            memory.get_by_role("button", name="Increment").tap()
    values = [one.get_by_role("spinbutton").input_value() for one in (memory, rate, working_set)]
    assert [*values, at.page.url] == ["128", "400", "32", f"{at.base}/live_migration?lm_ram=128"]
    assert verdict(at) not in before["text"]
    expect(working_set).to_contain_text("preset")
    at.type("Memory, GiB · yours", "", "spinbutton")
    assert (at.view(), at.page.url) == (before, f"{at.base}/live_migration")
    assert at.page.evaluate("history.length") == entries


def test_runs_of_ones_own_are_read_from_a_file(visit: Visit, tmp_path: Path) -> None:
    """A CSV takes the place of the project's runs; one that is none gets a sentence and changes nothing."""
    runs = (DATA / "qemu_runs.csv").read_text(encoding="utf-8").splitlines()
    own, none = tmp_path / "own.csv", tmp_path / "none.csv"
    own.write_text("\n".join(runs[:6]), encoding="utf-8")
    none.write_text("a,b\n1,2\n", encoding="utf-8")
    at = visit("/live_migration?live_migration_tab=Evidence")
    expect(at.page.get_by_text("95 of the project's own runs")).to_be_visible()
    at.page.locator("input[type=file]").set_input_files(own)
    expect(at.page.get_by_text("5 of your runs; for 5 the estimate is right")).to_be_visible()
    at.page.locator("input[type=file]").set_input_files(none)
    expect(at.page.get_by_test_id("stAlert")).to_contain_text("lacks the column run_id")
    expect(at.page.get_by_text("95 of the project's own runs")).to_be_visible()
    at.assert_clean()


def test_on_a_wall_the_inputs_are_folded_and_the_verdict_is_in_sight(visit: Visit) -> None:
    """The presentation form shows the answer and the question in small type; the inputs are one click away."""
    at = visit("/live_migration?lm_dirty=2500&embed=true", viewport={"width": 1920, "height": 1080})
    rate = at.page.get_by_role("spinbutton", name="Dirty rate, MB/s")
    expect(at.page.get_by_role("main").get_by_role("heading", level=2)).to_be_in_viewport()
    expect(at.page.get_by_text("2.5 GB/s of writes")).to_be_in_viewport()
    expect(rate).to_be_hidden()
    at.page.get_by_text("The guest, the network and the settings", exact=True).click()
    expect(rate).to_be_visible()
