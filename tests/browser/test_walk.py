"""The acceptance walk: what a newcomer comes with, from the overview to its end, in the clicks that docs/walk.md names."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
import yaml
from playwright.sync_api import expect

from domain.catalog import catalog
from domain.catalog.vocabulary import Phase, Verdict
from tests.browser.conftest import PHONE, Visit
from tests.browser.walk import DOCUMENTED, Walk
from tests.server.server_process import get

pytestmark = pytest.mark.browser

FONT_SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize)"
STAY = """() => addEventListener('click', (click) => {
  window.leads = click.target.closest('a').href;
  click.preventDefault();
}, {capture: true, once: true})"""
"""Notes where the next click leads, and does not go there: no test asks another machine."""

PROJECTOR = {"width": 1920, "height": 1080}


@pytest.fixture
def walk(visit: Visit) -> Walk:
    """At the overview."""
    return Walk(visit("/"))


def test_every_task_is_walked() -> None:
    named = (re.match(r"test((?:_\d\d)+)_", name) for name in globals())
    walked = {int(number) for found in named if found for number in found[1].split("_")[1:]}
    assert walked == set(DOCUMENTED) == set(range(1, 23))
    assert {number for number, told in DOCUMENTED.items() if told.ends_at.startswith("not covered")} == {10, 11, 13}


def test_01_the_maximum_vcpu_of_ove_is_cited(walk: Walk) -> None:
    walk.ask("How many vCPUs can one VM have?")
    walk.click(walk.main.get_by_role("button", name="Cite"))
    cited = walk.copy(walk.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode"))
    walk.took(1)
    line = next(line for line in cited.splitlines() if "OVE" in line)
    claim = catalog().key_numbers["max-vcpu-per-vm"].claims["ove"]
    assert all(part in line for part in (claim.verified, claim.scope, str(claim.checked), f"{walk.at.base}/key_numbers?id="))
    assert re.search(r"https://(?!127)[\w.]+/", line)


def test_02_drs_on_ove_and_on_azure_local(walk: Walk) -> None:
    walk.ask("What is DRS called on OVE?")
    walk.took(2)
    claims = catalog().concepts["drs"].claims
    for platform in ("ove", "azure_local"):
        expect(walk.main.get_by_text(claims[platform].verified.replace("`", ""), exact=True).first).to_be_in_viewport()


def test_03_a_database_of_512_gib_says_its_odds_and_what_it_assumes(walk: Walk) -> None:
    """Headline and odds agree, and what nobody typed is named."""
    walk.menu("Live migration", "Migration time")
    walk.type(walk.page.get_by_role("spinbutton", name=re.compile("^Memory, GiB")), "512")
    walk.type(walk.page.get_by_label(re.compile("^Link, Gbit")).and_(walk.page.get_by_role("spinbutton")), "25")
    walk.took(3)
    headline, said = walk.main.get_by_role("heading", level=2).first.inner_text(), walk.at.text()
    odds = [int(share) for share in re.findall(r"(\d+) % (?:are aborted|converge)", said)]
    assert "uncertain" in headline or re.search(r"\d .*to .*\d", headline)
    assert "uncertain" not in headline or max(odds) < 90
    assert sum(odds) in range(98, 103)
    assert "Taken from “Busy database” for 512 GiB" in said
    expect(walk.main.get_by_role("columnheader", name="What would help")).to_be_visible()


def test_04_the_drain_command_with_the_nodes_name(walk: Walk) -> None:
    """One Back from another screen keeps row and name."""
    walk.find("drain worker-07")
    walk.follow("Drain node", "commands?id=drain-node")
    with_names = walk.open("Your names")
    walk.type(with_names.get_by_role("textbox", name="Node or host"), "worker-07")
    drain = walk.page.get_by_test_id("stCode").filter(has_text="oc adm drain").first
    walk.at.close_popover()
    assert walk.copy(drain).startswith("oc adm drain worker-07 ")
    walk.took(4)
    address, seen = walk.page.url, walk.at.view()
    walk.at.go("Reference", "Key numbers")
    walk.page.go_back()
    walk.at.settle()
    assert walk.page.url == address
    assert walk.at.view() == seen


def test_05_three_workloads_are_compared_and_the_link_is_sent(walk: Walk) -> None:
    """A pasted list, an example among its own; the link's preview in a chat names them."""
    walk.find("compare workloads")
    walk.follow("Compare workloads side by side", "compare")
    pasted = walk.open("Paste a list")
    walk.type(pasted.get_by_role("textbox"), "SAP HANA\nTill rolls; RHEL\nDrawings; Windows; vGPU", "Control+Enter")
    walk.click(pasted.get_by_role("button", name="Compare them"))
    link = walk.copy(walk.open("Share").get_by_test_id("stCode").first)
    walk.took(5)
    heads = walk.page.locator("table.qr thead th").all_inner_texts()
    assert heads == ["Question", "SAP HANA", "Till rolls", "Drawings"]
    preview = get(link, headers={"accept": "text/html"}).text
    assert '<meta property="og:title" content="SAP HANA, “Till rolls”, “Drawings” · Compare · ' in preview
    walk.at.close_popover()


def test_06_the_checklist_is_exported_with_its_ticks(walk: Walk) -> None:
    """The file has every phase; paper has every item of this one, whatever is folded on the screen."""
    walk.ask("What must be ready before the first move?")
    for item in ("PF-01", "PF-02"):
        walk.click(walk.page.get_by_test_id("stCheckbox").filter(has_text=item))
    _, content = walk.save(walk.main.get_by_role("button", name="Markdown, all phases"))
    walk.took(6)
    assert re.findall(r"- \[x\] \*\*(\S+)\*\*", content) == ["PF-01", "PF-02"]
    items = [item for item in catalog().checklist.values() if item.phase is Phase.PRE_FLIGHT and not item.appears]
    walk.page.emulate_media(media="print")
    paper = walk.page.locator(".qr.paper").inner_text()
    walk.page.emulate_media(media="null")
    assert [item.id for item in items if f"{item.id} {item.title}" not in paper] == []
    assert paper.count("☑") == 2


def test_07_a_host_with_40_vms_is_empty_after(walk: Walk) -> None:
    walk.ask("How long until a host is empty?")
    walk.type(walk.page.get_by_role("spinbutton", name="VMs on the host"), "40")
    walk.took(7)
    answer = re.compile(r"the host is empty after about .* \(.* to .*\).*Inputs: 40 VMs", re.DOTALL)
    expect(walk.main.locator(".st-key-answer")).to_contain_text(answer)
    expect(walk.page.locator(".st-key-stale_answer")).to_have_count(0)
    expect(walk.page.get_by_test_id("stAlert")).to_have_count(0)


def test_08_a_chart_of_sizes_and_links_stands_alone_on_a_slide(walk: Walk) -> None:
    walk.ask("How long does moving 256 GB take?")
    name, content = walk.save(walk.main.get_by_role("button", name="Slide, SVG"))
    walk.took(8)
    words = " ".join(ElementTree.fromstring(content).itertext())  # noqa: S314
    assert name.endswith(".svg")
    assert "Live migration on OVE" in words
    assert all(f"{size}" in words for size in (8, 32, 64, 256))
    assert all(f"{link} Gbit/s" in words for link in (10, 25, 100))
    assert "Estimated total times" in words
    assert f"Catalogue {catalog().version}" in words
    assert walk.at.base in words


def test_09_what_changes_with_vsphere_9(walk: Walk) -> None:
    first = walk.find("what changes with vSphere 9")[0]
    assert "key numbers and blockers name 9" in first
    walk.follow("vSphere 9 and VCF 9", "lifecycle")
    walk.took(9)
    assert "ESX and vCenter 9.0" in walk.at.text()


@pytest.mark.parametrize(
    ("task", "words", "title", "look_there"),
    [
        (10, "how many hosts on OVE", "How many hosts are needed", "Red Hat's Migration Advisor"),
        (13, "licence cost Azure Local OVE", "Prices and licences", "Ask the vendors for a quote"),
    ],
)
def test_10_13_what_is_not_covered_says_so_first_and_where_to_look(
    walk: Walk, task: int, words: str, title: str, look_there: str
) -> None:
    first = walk.find(words)[0]
    walk.took(task)
    assert re.match(rf"Topics \(\d\) {title}: not covered Not covered", first)
    assert look_there in first


def test_11_which_of_800_vms_cannot_move(walk: Walk) -> None:
    first = walk.find("which of my 800 VMs cannot move")[0]
    assert "An inventory of VMs, such as RVTools: not covered" in first
    assert "Red Hat's Migration Advisor" in first
    walk.follow("An inventory of VMs, such as RVTools: not covered", "blockers")
    walk.took(11)
    expect(walk.main.get_by_role("tab", name="What stops my VM?")).to_have_attribute("aria-selected", "true")


def test_12_two_platforms_alone_are_shared_by_their_address(walk: Walk, stranger: Visit) -> None:
    walk.menu("Reference", "Key numbers")
    view = walk.page.locator(".st-key-view_choices")
    walk.click(view.locator("summary"), answered=False)
    walk.click(view.get_by_role("button", name="Azure Local", exact=True))
    walk.took(12)
    view.locator("summary").click()
    view.locator("details:not([open])").wait_for()
    walk.at.settle()
    assert walk.page.locator("table.qr thead th").all_inner_texts() == ["Parameter", "VMware vSphere", "OVE"]
    assert walk.at.shared_link().startswith(walk.page.url)
    assert stranger(walk.page.url).view() == walk.at.view()


def test_14_a_reason_code_leads_to_why_and_the_way_out(walk: Walk) -> None:
    walk.find("HostDeviceNotLiveMigratable")
    blocker = catalog().blockers["LMB-K07"]
    walk.click(walk.main.locator("[class*=st-key-hits_]").first.get_by_role("link").first)
    walk.page.wait_for_url("**/blockers?id=LMB-K07")
    walk.took(14)
    said = walk.at.settle().text()
    assert blocker.why.replace("`", "") in said
    assert blocker.fix.replace("`", "") in said


def test_15_a_policy_with_a_cap_and_auto_converge(walk: Walk) -> None:
    walk.find("MigrationPolicy")
    walk.follow("The MigrationPolicy to paste", "migration_settings")
    walk.type(walk.page.get_by_role("spinbutton", name=re.compile("^Bandwidth cap")), "500")
    walk.click(walk.main.get_by_text("allowAutoConverge", exact=True))
    policy = yaml.safe_load(walk.copy(walk.page.get_by_test_id("stCode").first))
    walk.took(15)
    assert policy["kind"] == "MigrationPolicy"
    assert policy["spec"] == {"bandwidthPerMigration": "500Mi", "allowAutoConverge": True, "selectors": {}}
    expect(walk.main.get_by_text("One of these: a MigrationPolicy")).to_be_visible()
    expect(walk.main.get_by_text("Or: settings of the cluster")).to_be_visible()


def test_16_a_database_with_sr_iov_has_its_approach_and_whether_it_moves(walk: Walk) -> None:
    walk.ask("Which approach suits my workload?")
    walk.took(16)
    row = walk.main.get_by_role("row", name=re.compile("^High-throughput DB"))
    expect(row).to_contain_text("An SR-IOV NIC on a secondary network")
    expect(row).to_contain_text("VMs with SR-IOV NICs do migrate")


def test_17_three_screens_are_presented(walk: Walk) -> None:
    share = walk.open("Share")
    with walk.in_a_new_window(share.get_by_role("link", name="Open presentation form")) as page:
        page.set_viewport_size(PROJECTOR)
        walk.at.settle()
        for title, large in (("Key numbers", "table.qr td .v"), ("Decision matrix", "table.qr td .v"), ("Migration time", "h2")):
            walk.click(walk.open("Screens").get_by_role("link", name=title, exact=True))
            page.get_by_role("heading", name=title, level=1).wait_for()
            walk.at.settle()
            assert page.locator(large).first.evaluate(FONT_SIZE) >= 40, title
        walk.took(17)
    walk.at.close_popover()


def test_18_a_shared_row_in_a_hand(visit: Visit, walk: Walk) -> None:
    """Its values are on the first screen, and a tap leads to the source itself."""
    walk.ask("How many vCPUs can one VM have?")
    hand = Walk(visit(walk.at.shared_link(), **PHONE))
    values = [box for value in hand.page.locator("table.qr td .v").all() if (box := value.bounding_box())]
    assert [box for box in values[:3] if box["y"] + box["height"] > PHONE["viewport"]["height"]] == []
    assert len(values) >= 3
    hand.at.assert_fits_a_phone()
    hand.page.evaluate(STAY)
    hand.click(hand.main.get_by_role("link", name="OpenShift Virtualization, tested maximums"), answered=False)
    assert hand.page.evaluate("window.leads").startswith("https://")
    hand.took(18)


def test_19_120_tb_with_mtv(walk: Walk) -> None:
    walk.ask("How long does MTV copy the disks?")
    walk.type(walk.page.get_by_role("spinbutton", name="Or in all, TB"), "120")
    walk.took(19)
    said = walk.main.locator(".st-key-answer").inner_text()
    assert re.search(r"Cold: about .* \(.* to .*\) for", said)
    assert "Warm: " in said


def test_20_the_wizards_result_is_printed_for_the_board(walk: Walk) -> None:
    """On one sheet; and nobody has decided before somebody says so."""
    walk.ask("What if a vGPU VM must live-migrate?")
    assert len(re.findall(rb"/Type\s*/Page\b", walk.page.pdf(format="A4"))) == 1
    walk.tab("Take away")
    name, record = walk.save(walk.main.get_by_role("button", name="Decision record"))
    walk.took(20)
    assert name.startswith("decision-")
    assert "Status: not decided yet." in record


def test_21_all_that_the_quick_reference_has_wrong(walk: Walk) -> None:
    walk.find("what is wrong in the quick reference")
    walk.follow("What the circulated quick reference has wrong", "sources")
    _, content = walk.save(walk.main.get_by_role("button", name="CSV"))
    walk.took(21)
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["verdict"] for row in rows} == {Verdict.CONTRADICTED, Verdict.OUTDATED}
    assert len({row["table"] for row in rows}) > 5


def test_22_what_three_words_of_vsphere_are_on_ove(walk: Walk) -> None:
    assert "KubeVirt" in walk.find("esxtop")[0]
    assert "OVE: " in walk.find("Storage vMotion")[0]
    assert "OVE has no equivalent" in walk.find("FT")[0]
    walk.took(22)
