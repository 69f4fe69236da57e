"""The product as others run it: below a path, behind an nginx, on two processes of which one dies."""

from __future__ import annotations

import signal
import ssl
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from components.kit.menu import SCREENS
from tests.browser.conftest import PATIENCE, Visit
from tests.server.nginx import in_front
from tests.server.server_process import ROOT, free_port, start, wait_until_healthy
from tests.server.websocket_visitor import visit as visit_by_socket

pytestmark = pytest.mark.browser

RUNS = ROOT / "data" / "lab_runs.csv"
LINKS = [
    "?find=ESXi+host",
    "key_numbers?key_numbers_tab=Does+my+VM+fit%3F&fit_vcpu=300",
    "commands?id=drain-node&n_node=rack+7",
    "concepts?id=vds-port-group&show=both",
    "guest_systems?platforms=OVE",
    "architecture?architecture_tab=How+a+live+migration+runs",
    "lifecycle?lifecycle_from=in+2+years&platforms=OVE",
    "decision_matrix?id=ove-disks-rwx",
    "wizard?ask_vcpu=300&ask_live=It+must",
    "compare?w=Ana~os.rhel~vcpu.300~live.must~accelerator.gpu",
    "live_migration?lm_ram=512&lm_dirty=400",
    "migration_settings?migration_settings_tab=Settings&platforms=OVE",
    "migration_evidence?migration_evidence_tab=Lower+bound&times_efficiency=85",
    "drain_window?drain_hosts=5",
    "blockers?id=LMB-K39",
    "disk_transfer?id=warm-one-host",
    "checklist?id=EX-01&progress=x",
    "changes?id=vddk-download-withdrawn",
    "sources?id=snapshot-object",
]
"""Every screen with a choice that is not its default."""

ANSWER, NEXT = ("Live migration", "It must"), ("Origin", "From VMware")


@pytest.fixture(params=["told its path", "behind nginx"])
def base(request: pytest.FixtureRequest) -> str:
    if request.param == "behind nginx":
        return request.getfixturevalue("behind_nginx").base
    return request.getfixturevalue("under_a_path")


def test_a_reader_walks_and_takes_away_below_the_path(visit: Visit, base: str) -> None:
    """A link, a row, a file, the menu, Share and an upload: that no request failed is asserted when the window is given back."""
    at = visit(f"{base}/key_numbers?key_numbers_verdict=contradicted", ignore_https_errors=True)
    with at.page.expect_download() as download:
        at.page.get_by_role("button", name="CSV").first.click()
    assert Path(download.value.path()).read_bytes().count(b"\n") > 3
    title = at.page.locator("table.qr tbody th[scope=row]").get_by_role("link").first
    with at.answered():
        title.click()
        at.page.wait_for_url(f"{base}/key_numbers?id=*")
    assert at.shared_link().startswith(f"{base}/key_numbers?id=")
    at.go("Migration", "How sure, how to measure")
    assert at.page.url.startswith(f"{base}/migration_evidence")
    before = at.text()
    with at.answered():
        at.page.locator("input[type=file]").first.set_input_files(RUNS)
    assert at.text() != before
    assert [url for url in at.requests if url.startswith(f"{base}/_stcore/upload_file/")]
    assert {urlsplit(url).path.startswith("/ref/") for url in at.requests if not url.startswith(("data:", "blob:"))} == {True}
    asked = f"{base}?find=drs"
    at.page.route(asked, lambda route: route.fulfill(response=route.fetch(url=f"{base}/?find=drs")))
    at.page.goto(asked, wait_until="commit")  # as where a proxy cuts the path off even without a slash behind it
    at.page.wait_for_url(f"{base}/?find=drs")
    at.settle().page.unroute(asked)
    assert "DRS" in at.text()
    at.errors.clear()  # a browser may look for the files of the wrong address before it is told the right one


def test_a_process_dies_and_every_screen_comes_back_as_it_was(visit: Visit, server: str, tmp_path: Path) -> None:
    """By their address all are connected to the first process; the second has seen none of them.

    One reader has a browser and goes on where it stood; the other screens are asked for as a browser asks when it reconnects.
    """
    log, port, other = tmp_path / "stderr.txt", free_port(), urlsplit(server).port
    assert {link.partition("?")[0] or SCREENS[0].slug for link in LINKS} == {screen.slug for screen in SCREENS}
    assert other
    process = start(log, port)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        with in_front(tmp_path / "nginx", (port, other)) as (base, trusting):
            at = visit(f"{base}/wizard", ignore_https_errors=True)
            at.choose(*ANSWER)
            with at.page.expect_event("websocket", timeout=PATIENCE):
                asked = [link.partition("?")[::2] for link in LINKS]
                seen = [shown(base, slug, query, trusting) for slug, query in asked]
                process.send_signal(signal.SIGKILL)
                process.wait()
            for (slug, query), (session, *before) in zip(asked, seen, strict=True):
                after_session, *after = shown(base, slug, query, trusting, session)
                assert (slug, after) == (slug, before)
                assert after_session != session
            at.choose(*NEXT)
            answered = parse_qs(urlsplit(at.shared_link()).query)
            assert (answered["ask_live"], answered["ask_origin"]) == (["must"], ["vmware"])
            at.errors.clear()  # a browser notes the connection that was lost
        assert f"127.0.0.1:{port}" in (tmp_path / "nginx" / "error.log").read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def shown(base: str, slug: str, query: str, trusting: ssl.SSLContext, again: str = "") -> tuple[str, str, list[str], list[str]]:
    """The session in which a screen was shown, and what it said."""
    seen = visit_by_socket(base, slug, query, trusting, again)
    assert seen.errors == []
    return seen.session, seen.title, seen.html, seen.markdown
