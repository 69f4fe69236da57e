"""The wizard as a workshop walks it: from a row of the matrix to a decision that is taken away."""

from __future__ import annotations

import re

import pytest
import yaml
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser


def test_a_row_of_the_matrix_is_walked_to_a_decision(visit: Visit) -> None:
    """The row opens the wizard filled in; an answer changes the verdict beside it; the way out is one click; all is a link."""
    at = visit("/decision_matrix?platforms=OVE")
    with at.answered():
        at.page.get_by_role("row", name="Shared GPU (VDI)").get_by_role("link", name="Open in the wizard").click()
        at.page.wait_for_url("**/wizard?*")
    verdict = at.page.locator("table.qr tbody tr").first
    expect(verdict).to_contain_text("fits, with conditions")
    at.choose("Live migration", "It must")
    expect(verdict).to_contain_text("conflicts with a demand")
    at.press("What would flip it", "tab")
    expect(at.page).to_have_title(re.compile(r"^Shared.*GPU.* · What would flip it · Wizard · "))
    with at.answered():
        at.page.get_by_role("main").get_by_role("link", name="Live migration: Welcome").first.click()
        at.page.wait_for_url("**ask_live=Welcome*")
    expect(at.page.locator("table.qr tbody tr").first).to_contain_text("fits, with conditions")
    assert visit(at.page.url).view() == at.view()


def test_the_result_stays_in_view_beside_the_last_question(visit: Visit) -> None:
    """Whoever answers the last question sees the verdict without scrolling."""
    at = visit("/wizard?ask_live=It+must&ask_accelerator=A+whole+GPU&wizard_target=true")
    at.page.get_by_text("4.22 with KubeVirt 1.8", exact=True).scroll_into_view_if_needed()
    expect(at.page.locator("table.qr tbody tr").first).to_be_in_viewport()


def test_on_a_phone_the_result_comes_first_and_the_questions_rise_over_it(visit: Visit) -> None:
    at = visit("/wizard?ask_live=It+must", **PHONE)
    question = at.page.get_by_text("Device of the host", exact=True).last
    expect(at.page.locator("table.qr tbody tr").first).to_be_in_viewport()
    expect(question).to_be_hidden()
    at.page.get_by_text("Show the questions").click()
    expect(question).to_be_visible()
    at.choose("Device of the host", "None")
    assert "ask_device=None" in at.page.url
    at.assert_fits_a_phone()


def test_what_is_answered_in_a_fold_stays_in_the_link_when_it_is_closed(visit: Visit) -> None:
    """A fold is not drawn before it is opened, and its answers live in the address before and after."""
    at = visit("/wizard?ask_live=It+must&ask_vtpm=vTPM")
    at.choose("Live migration", "Welcome")
    assert "ask_vtpm=vTPM" in at.page.url
    at.fold("4 Guest · 1 of 7 answered")
    at.choose("Firmware", "BIOS")
    at.fold("4 Guest · 2 of 7 answered")
    at.choose("Live migration", "It must")
    assert all(part in at.page.url for part in ("ask_vtpm=vTPM", "ask_firmware=BIOS", "ask_live=It+must"))
    assert "a vTPM" in at.text()
    assert visit(at.page.url).view()["text"] == at.view()["text"]
    at.pick("Start from", "Web front end")
    assert "ask_vtpm=No+vTPM" in at.page.url
    at.press("Start over")
    assert "ask_" not in at.page.url


def test_what_is_asked_of_a_vm_on_vmware_appears_with_its_origin(visit: Visit) -> None:
    at = visit("/wizard?ask_origin=New")
    fold = at.page.get_by_text("On VMware today", exact=False)
    expect(fold).to_have_count(0)
    at.choose("Origin", "From VMware")
    expect(fold).to_have_count(1)


def test_the_manifest_is_taken_away_with_hostile_names(visit: Visit) -> None:
    """A good name is in the manifest; a bad one is refused in a sentence and nothing is lost."""
    at = visit("/wizard?id=web-frontend&wizard_tab=Take+away")
    at.fold("Your names")
    at.type("VM", "shop-7")
    code = at.page.get_by_test_id("stCode").filter(has_text="VirtualMachine").first
    objects = list(yaml.safe_load_all(code.inner_text()))
    machine = next(part for part in objects if part["kind"] == "VirtualMachine")
    assert machine["metadata"]["name"] == "shop-7"
    at.type("VM", 'a\'b "c" $(d)')
    expect(at.page.get_by_test_id("stAlert").first).to_be_visible()
    at.assert_clean()


def test_a_workload_goes_from_the_wizard_into_a_comparison_and_back(visit: Visit) -> None:
    """The list travels in the link."""
    at = visit("/compare")
    at.pick("Examples", "CI runner")
    at.page.keyboard.press("Escape")
    with at.answered():
        at.page.get_by_role("link", name="Open in the wizard").click()
        at.page.wait_for_url("**/wizard?*")
    with at.answered():
        at.page.get_by_role("link", name="Add to a comparison").click()
        at.page.wait_for_url("**/compare?*")
    expect(at.page.locator("table.qr thead")).to_contain_text("CI runner")
    at.pick("Examples", "SAP HANA")
    at.page.keyboard.press("Escape")
    expect(at.page.locator("table.qr thead th")).to_have_count(3)
    assert visit(at.page.url).view() == at.view()


def test_the_checklist_knows_the_answers(visit: Visit) -> None:
    """A GPU VM gets items of its own; what does not apply is folded away with its reason."""
    at = visit("/wizard?id=matrix-gpu-inference")
    with at.answered():
        at.page.get_by_role("link", name="Checklist of the way to OVE").click()
        at.page.wait_for_url("**/checklist?*")
    assert "GPU or ML inference VM" in at.text()
    assert "do not apply" in at.text()
