"""The first page holds what its link asks for, as text: without scripts, and in the catalogue's words alone."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest

from components.app.first_answer import MOST_BYTES
from components.kit.menu import BY_SLUG, SCREENS
from tests.pages.payloads import MARKUP, html_faults
from tests.server.server_process import get


def answer(server: str, path: str) -> str:
    """The answer's markup, empty where only a cover stands in the first page; its style sheets are left out."""
    text = get(server + path).text
    kind, found = re.findall(r'<div id="answer" class="([a-z ]*)".*?<main>(.*)</main></div>', text, re.DOTALL)[0]
    assert ("This page needs JavaScript.</p><style>#answer{display:none}</style></noscript>" in text) is ("cover" in kind)
    assert len(found) < MOST_BYTES + 7_000
    return "" if "cover" in kind else found


def words(markup: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", markup)).split())


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "/key_numbers?id=max-vcpu-per-vm",
            ["Key numbers", "Max vCPU/VM", "216 tested", "VMware vSphere", "Sources", "cited by"],
        ),
        ("/key_numbers?id=max-vcpu-per-vm&show=reference", ["710 (QEMU limit)"]),
        ("/blockers?id=LMB-K26", ["LMB-K26", "SR-IOV", "Way out", "Sources", "Checked"]),
        ("/checklist?id=EX-18", ["EX-18", "Sources"]),
        ("/commands?id=drain-node", ["oc adm drain", "Suspend-ClusterNode"]),
        ("/decision_matrix?id=ove-gpu-live", ["non-migratable", "Sources"]),
        ("/migration_evidence?id=ram-256", ["256", "Evidence", "Sources"]),
        ("/concepts", ["vCenter Server", "OVE", "See also"]),
        ("/", ["How many vCPUs can one VM have?", "The three platforms at a glance", "Hypervisor", "Hyper-V"]),
    ],
)
def test_what_a_link_asks_for_is_read_without_scripts(server: str, path: str, said: list[str]) -> None:
    text = words(answer(server, path))
    assert [one for one in said if one not in text] == []


def test_a_choice_of_platforms_holds_and_is_carried_on(server: str) -> None:
    found = answer(server, "/key_numbers?id=max-vcpu-per-vm&platforms=OVE&platforms=Proxmox")
    assert "216 tested" in found
    assert "VMware vSphere</th>" not in found
    assert 'href="key_numbers?platforms=OVE"' in found
    assert "Proxmox" not in found


@pytest.mark.parametrize("payload", [*MARKUP[:4], "no-such-row"])
def test_a_strangers_id_is_not_repeated_and_said_to_be_unknown(server: str, payload: str) -> None:
    found = answer(server, f"/key_numbers?{urlencode({'id': payload, 'platforms': payload, 'show': payload})}")
    assert "not in the catalogue" in found
    assert payload not in unescape(found)
    assert html_faults([re.sub("</?(h1|p|h2)\\b", "<div", found)]) == []


@pytest.mark.parametrize(
    "path",
    [
        "/wizard",
        "/wizard?id=sap-hana",
        "/live_migration",
        "/drain_window?drain_hosts=5",
        "/key_numbers?key_numbers_tab=Chart",
        "/key_numbers?key_numbers_group=VM+size",
        "/commands?id=drain-node&n_node=x",
        "/?find=drs",
        "/key_numbers?embed=true",
    ],
)
def test_what_only_its_screen_can_answer_is_left_to_it(server: str, path: str) -> None:
    assert answer(server, path) == ""
    slug = urlsplit(path).path.strip("/")
    cover = get(server + path).text.partition('<div id="answer"')[2].partition("</main>")[0].partition("<main>")[2]
    about = "" if "embed" in path else BY_SLUG[slug or "overview"].about
    assert words(cover) == f"{BY_SLUG[slug or 'overview'].title} {about}".strip()


def test_every_answer_is_bounded(server: str) -> None:
    found = [screen.slug for screen in SCREENS if answer(server, f"/{'' if screen is SCREENS[0] else screen.slug}")]
    assert len(found) == 12
    assert "others come with the whole page" in answer(server, "/guest_systems?open=true")
