"""What is refused on purpose is said where it is tried, with what to do instead."""

from __future__ import annotations

import tomllib

import pytest

from components.kit import address
from components.kit.share import NO_FRAMES
from domain.catalog import catalog
from domain.live_migration.evidence.runs import MOST_RUNS, parse
from tests.conftest import look, page
from tests.pages.page_text import said, unmarked, warnings
from tests.server.server_process import ROOT


def test_share_and_the_readme_say_that_no_other_site_can_frame_the_presentation_form() -> None:
    at = page("drain_window", {}, opened=["share"])
    assert NO_FRAMES in said(at)
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert "pages of other sites, such as a wiki, cannot show it in a frame, so put the link there" in readme


def test_a_file_of_more_than_a_megabyte_is_refused_by_the_field_that_says_so() -> None:
    """The browser states the limit in the field and names a file above it."""
    limit = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    at = look("live_migration", live_migration_tab="Evidence")
    assert at.get("file_uploader")[0].proto.max_upload_size_mb == limit == 1


def test_a_list_that_is_too_long_for_a_link_is_said_to_be_cut_with_what_to_do_instead() -> None:
    rows = "\n".join(f"vm-{n}, 8" for n in range(600))
    assert len(rows) > address.MAX_VALUE
    text = warnings(look("drain_window", drain_vms=rows))
    assert "is longer than 4,000 characters; what comes after them is left out. Write equal VMs as a class." in text


def test_lines_beyond_the_first_500_are_said_to_be_left_out() -> None:
    at = look("drain_window", drain_vms="\n".join(["1x9GiB"] * 501))
    assert "The list has 501 lines; the first 500 are read." in unmarked(" ".join(part.value for part in at.error))


def test_runs_beyond_the_first_500_are_refused_with_what_to_do_instead() -> None:
    head, first, *_ = (ROOT / "data" / catalog().measured_series["estimator-runs"].file).read_text(encoding="utf-8").splitlines()
    with pytest.raises(ValueError, match=r"^The file has more than 500 runs; split it\.$"):
        parse("\n".join([head, *(f"{n}{first}" for n in range(MOST_RUNS + 1))]))


@pytest.mark.parametrize(
    ("slug", "params", "what"),
    [
        ("blockers", {"blockers_severity": ["risk"] * 61}, "the severity 61 times"),
        ("key_numbers", {"platforms": ["OVE"] * 61}, "the platform 61 times"),
        ("compare", {"w": ["Ana~os.rhel"] * 61}, "a workload 61 times"),
    ],
)
def test_values_beyond_the_first_60_of_a_list_are_said_to_be_left_out(slug: str, params: dict[str, list[str]], what: str) -> None:
    assert f"This link gives {what}; the first 60 are read." in warnings(look(slug, **params))
