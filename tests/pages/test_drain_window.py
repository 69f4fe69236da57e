"""The drain window as its reader sees it: the verdict, the defaults side by side, the bars, and links of all kinds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.drain import form
from components.kit import markup
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.drain import fields
from domain.drain.sentences import verdict as verdict_of
from domain.quantities.units import GIB
from domain.quantities.wording import about_in_words
from tests.components.drain.drain_answers import answered
from tests.conftest import look, open_page
from tests.pages.page_text import html, numbers, said, tables, unmarked, warnings, words
from tests.pages.payloads import assert_harmless

BOOK = catalog()
HOST, CLUSTER = {"drain_window_tab": "One host"}, {"drain_window_tab": "Whole cluster"}
EQUAL = {"drain_vms": "10 x 8 GiB", "drain_link": "10", "drain_setup": "0"}
LINK = 1.25e9


def times(**params: str) -> dict[str, list[str]]:
    """The cells of each default, by its name."""
    return {
        row.label: [words(cell) for cell in cells]
        for head, cells in tables(look("drain_window", **params))[0].rows
        for row in BOOK.drain_defaults.values()
        if words(head).startswith(f"{row.label} {row.scope}")
    }


def verdict(**params: str) -> str:
    """The answer with what it rests on."""
    (text,) = [part.value for part in look("drain_window", **params).container(key="answer").markdown]
    assert text.startswith("**")
    return unmarked(text)


def traces(**params: str) -> dict[str, dict[str, Any]]:
    figure = json.loads(look("drain_window", **params).get("plotly_chart")[0].proto.spec)
    return {trace["name"]: trace for trace in figure["data"]}


def test_without_setup_every_default_empties_a_host_of_quiet_vms_at_the_rate_of_the_link() -> None:
    assert {cells[1].partition(" s ")[0] + " s" for cells in times(**EQUAL).values()} == {about_in_words(10 * 8 * GIB / LINK)}


def test_the_setup_is_paid_once_for_each_wave_of_a_defaults_migrations() -> None:
    shown = times(**{**EQUAL, "drain_setup": "30"})
    for row in BOOK.drain_defaults.values():
        if row.up_to_gbps is None:
            waves = -(-10 // row.outbound_per_node)
            assert shown[row.label][1].startswith(about_in_words(10 * 8 * GIB / LINK + 30 * waves))


def test_a_default_for_another_speed_of_link_is_not_shown() -> None:
    slow, fast = times(drain_link="1"), times(drain_link="10")
    assert set(slow) - set(fast) == {BOOK.drain_defaults["vsphere-4"].label}
    assert set(fast) - set(slow) == {BOOK.drain_defaults["vsphere-8"].label}


def test_only_the_chosen_platforms_stand_side_by_side() -> None:
    assert set(times(platforms="Azure Local")) == {
        row.label for row in BOOK.drain_defaults.values() if row.platform is Platform.AZURE_LOCAL
    }


def test_a_defaults_link_shows_it_alone_and_reckons_with_it() -> None:
    row = BOOK.drain_defaults["azure-local-1"]
    at = open_page("drain_window", id=row.id)
    assert tables(at)[0].ids == [row.id]
    assert any(unmarked(part.value).startswith(f"**{row.label}: the host is empty") for part in at.markdown)
    assert "<details open>" in html(at)
    at.button(key="back_to_all").click().run()
    assert len(tables(at)[0].rows) > 1


def test_the_verdict_says_how_long_what_limits_and_what_would_help() -> None:
    text = verdict(drain_vms="30 x 64 GiB", drain_hosts="5")
    assert text.startswith("**OVE through 4.22: the host is empty after")
    assert "all 5 hosts are upgraded after" in text
    assert "The bottleneck is **the link**: with twice the rate, it would take" in text


def test_what_was_asked_follows_the_headline_and_what_it_rests_on_is_small() -> None:
    (text,) = (
        look("drain_window", drain_vms="29 x 64 GiB, 1 x 128 GiB, 2 x 8 GiB fixed", drain_hosts="5")
        .container(key="answer")
        .markdown
    )
    head, asked, reasons, *small = map(unmarked, text.value.split("\n\n"))
    assert head.startswith("**OVE through 4.22: the host is empty after")
    assert asked == (
        ":small[Inputs: 32 VMs with 1.95 TiB, on each of 5 hosts; 25 Gbit/s, 10 s of setup, 15 min of upgrade and reboot.]"
    )
    assert "2 VMs cannot move" in reasons
    for words_ in (
        "pass before the first host",
        "The range is wide mostly because of",
        "The largest VM",
        "move, at most 2 at once",
    ):
        assert words_ in " ".join(small)
        assert words_ not in reasons
    assert all(part.startswith(":small[") for part in small)


def test_a_rule_keeps_the_letters_of_its_point() -> None:
    heads = " ".join(words(head) for head, _ in tables(look("drain_window", drain_window_tab="Rules"))[0].rows)
    assert "A VM that cannot move" in heads
    assert "Switched-off VMs and templates" in heads


def test_what_cannot_move_is_counted_with_the_time_it_is_down() -> None:
    text = verdict(drain_vms="10 x 8 GiB, 2 x 8 GiB fixed", drain_shutdown="600", drain_reboot="20")
    assert "2 VMs cannot move: they are taken to be stopped at once and down for 30 min, until the host is back." in text
    shown = look("drain_window", drain_vms="1 x 8 GiB, 1 x 8 GiB fixed")
    assert "If nobody stops a VM that cannot move, OVE: With LiveMigrate" in said(shown)
    assert "The bottleneck is **the shutdown of what cannot move**" in text


def test_a_guest_that_writes_too_fast_is_named_and_the_host_is_not_called_empty() -> None:
    text = verdict(drain_vms="busy, 8, 900\nquiet, 8", drain_link="4")
    assert "the host is never empty. 1 VM stays behind**, because it writes faster than the link takes (busy)" in text
    assert "with twice the rate, none would stay behind" in text
    assert "✕ not empty, 1 left" in times(drain_vms="busy, 8, 900\nquiet, 8", drain_link="4")["OVE through 4.22"][1]


def test_failures_cost_attempts_and_in_the_end_vms() -> None:
    assert "10 VMs stay behind**, after 3 attempts" in verdict(**EQUAL, drain_failure="100", drain_retries="2")
    at = look("drain_window", **EQUAL, **HOST, drain_failure="30", drain_retries="9")
    tried = next(part.value for part in at.markdown if "attempts to move" in part.value)
    assert int(tried.split("given, ")[1].split()[0]) > 10


def test_own_limits_stand_above_the_defaults_and_carry_the_verdict() -> None:
    label = "OVE 5.0, new clusters"
    at = look("drain_window", drain_with=label, drain_outbound="4", drain_cluster="9")
    head, cells = tables(at)[0].rows[0]
    assert words(head) == f"{label}, with your limits"
    assert words(cells[0]) == "4 from a host, 9 in the cluster deadline 20 s per GB"
    assert verdict(drain_with=label, drain_outbound="4").startswith(f"**{label}, with your limits:")
    labels = [at.number_input(key=f"drain_{name}").label for name in ("outbound", "inbound", "cluster")]
    assert labels == [
        "At once from a host (0 keeps 1)",
        "At once to a host (0 keeps no limit)",
        "At once in the cluster (0 keeps 5)",
    ]


def test_a_platform_that_counts_both_ends_does_so_with_the_readers_number_too() -> None:
    at = look("drain_window", drain_with="Azure Local with Network ATC", drain_outbound="4")
    assert words(tables(at)[0].rows[0][1][0]) == "4 from a host, 4 to a host"


def test_every_vm_has_its_bar_in_the_platforms_colour_and_setup_a_pattern() -> None:
    drawn = traces(**HOST, drain_vms="3 x 8 GiB, 1 x 8 GiB fixed", drain_with="Azure Local with Network ATC")
    assert set(drawn) == {"setup", "copy", "shutdown"}
    assert {trace["marker"]["color"] for trace in drawn.values()} == {"#009E73"}
    assert len({trace["marker"]["pattern"]["shape"] for trace in drawn.values()}) == 3
    assert [numbers(drawn[kind]["y"]) for kind in ("setup", "copy", "shutdown")] == [[0, 1, 2], [0, 1, 2], [3]]


def test_every_host_has_its_bar_in_the_upgrade() -> None:
    at = look("drain_window", **EQUAL, **CLUSTER, drain_hosts="5")
    alt = at.get("plotly_chart")[0].proto.alt
    assert set(traces(**EQUAL, **CLUSTER)) == {"before the first host", "drain", "upgrade and reboot"}
    assert set(traces(**EQUAL, **CLUSTER, drain_before="0")) == {"drain", "upgrade and reboot"}
    assert alt.startswith("A bar for each host over time: 60 min before the first host; host 1 drained in")
    assert "host 5 drained" in alt
    moves = answered("10 x 8 GiB", "ove-2", link=10, setup=0, hosts=5).upgraded.moves
    assert f"5 hosts: {moves} migrations" in said(at)


def test_a_large_upgrade_is_said_to_be_projected() -> None:
    text = verdict(drain_vms="400 x 8 GiB", drain_hosts="60")
    assert "all 60 hosts are upgraded after about" in text
    assert "The first 2 of 60 hosts" in said(look("drain_window", **CLUSTER, drain_vms="400 x 8 GiB", drain_hosts="60"))


FAST = "1 x 64 GiB @ 6000 MB/s"


def test_vsphere_slows_a_guest_that_would_never_end_so_its_times_are_the_least() -> None:
    text = unmarked(markup.markdown_phrases(verdict_of(BOOK, answered(FAST, "vsphere-8"))))
    assert "the host is empty after at least 38 s, all 8 hosts are upgraded after at least" in text
    assert BOOK.migration_profiles["vsphere-throttling"].says in text
    row = times(drain_vms=FAST)[BOOK.drain_defaults["vsphere-8"].label]
    assert row[1].startswith("at least")
    assert row[2].startswith("at least")


def test_azure_local_is_said_to_stop_a_guest_and_its_times_hold_if_it_does() -> None:
    text = unmarked(markup.markdown_phrases(verdict_of(BOOK, answered(FAST, "azure-local-1"))))
    assert "Azure Local with Network ATC: if a copy stops after 10 passes, the host is empty after" in text
    assert BOOK.migration_profiles["azure-local-pass-limit"].says in text
    row = times(drain_vms=FAST)[BOOK.drain_defaults["azure-local-1"].label]
    assert row[1].endswith("if a copy stops after 10 passes")
    assert "not empty, 1 left" in times(drain_vms=FAST)[BOOK.drain_defaults["ove-2"].label][1]


def test_guests_that_converge_carry_no_such_mark() -> None:
    assert not any("at least" in cell or "passes" in cell for cells in times().values() for cell in cells)


@pytest.mark.parametrize(
    ("params", "shown"), [({}, [150, 20, 150]), ({"drain_deadline": "75"}, [75] * 3), ({"drain_deadline": "0"}, [])]
)
def test_each_ove_default_has_its_releases_deadline_unless_the_reader_gives_one(params: dict[str, str], shown: list[int]) -> None:
    cells = [row[0] for row in times(**params).values()]
    assert [cell.partition("deadline ")[2] for cell in cells if "deadline" in cell] == [
        f"{seconds} s per GB" for seconds in shown
    ]


def test_an_inbound_limit_can_be_asked() -> None:
    at = look("drain_window", drain_inbound="1", drain_hosts="2", drain_vms="30 x 1 GiB")
    assert words(tables(at)[0].rows[0][1][0]).startswith("2 from a host, 1 to a host, 5 in the cluster")
    assert "The bottleneck is **the limit of 1 to a host**: with 2" in verdict(
        drain_inbound="1", drain_hosts="2", drain_vms="30 x 1 GiB"
    )


def test_a_filter_of_platforms_changes_no_answer() -> None:
    whole, ove = times(), times(platforms="OVE")
    assert ove == {label: cells for label, cells in whole.items() if label in ove}


def test_three_numbers_are_a_host_as_the_list_of_it_is_and_give_way_to_a_list() -> None:
    three = {"drain_count": "40", "drain_memory": "16", "drain_dirty": "25"}
    assert times(**three) == times(drain_vms="40 x 16 GiB @ 25 MB/s") != times()
    assert "Inputs: 40 VMs of 16 GiB that write 25 MB/s each, on each of 8 hosts" in verdict(**three)
    at = look("drain_window", drain_vms="3 x 8 GiB", **three)
    assert "Inputs: 3 VMs of 8 GiB, on each of 8 hosts" in said(at)
    assert "The list below is used; clear it to use these three numbers." in said(at)
    assert [at.number_input(key=key).disabled for key in three] == [True] * 3
    assert [fold.proto.expanded for fold in at.expander if "a list" in fold.label] == [True]
    assert not at.error


LISTS = [
    ("db, much", "Line 1: the first line has no number, so db, much are heads", 0),
    ("40", "write 40 x 16 GiB or 1 x 40 GiB", 0),
    ("40 VMs", "write 40 x 16 GiB, with the size of yours", 0),
    ("web, 8\ndb, -3", "Line 2: -3 is not a memory size", 1),
    ("\n".join(["x"] * 20), "16 more lines could not be read.", 0),
    ("<img src=x onerror=alert(1)>, 1e999", "is not a memory size", 0),
]


@pytest.mark.parametrize(("text", "sentence", "read"), LISTS)
def test_a_fault_of_the_list_is_said_and_no_answer_of_anything_else_stands_as_one(text: str, sentence: str, read: int) -> None:
    at = look("drain_window", drain_vms=text)
    assert sentence in unmarked(" ".join(error.value for error in at.error))
    place = at.container(key="answer" if read else "stale_answer")
    (found,) = [part.value for part in place.markdown]
    of = "Answer of the 1 VM that could be read." if read else "Answer of the three numbers, until the list can be read."
    assert unmarked(found).startswith(f"{of} OVE through 4.22: the host is empty after")
    assert "**" not in found


def test_while_a_list_is_refused_the_last_answer_stays_greyed_and_of_the_numbers_as_they_are() -> None:
    at = open_page("drain_window", drain_vms="40 x 16 GiB")
    at.text_area(key="drain_vms").set_value("40 x 16 quickly").run()
    at.number_input(key="drain_link").set_value(10).run()
    text = unmarked(at.container(key="stale_answer").markdown[0].value)
    assert text.startswith("Answer of the last input that could be read. OVE through 4.22:")
    assert "Inputs: 40 VMs of 16 GiB, on each of 8 hosts; 10 Gbit/s" in text
    assert tables(at.container(key="stale_views"))[0].rows
    at.text_area(key="drain_vms").set_value("").run()
    assert "Inputs: 30 VMs of 32 GiB" in at.container(key="answer").markdown[0].value.replace("\\", "")


def test_a_list_longer_than_a_link_carries_is_said_to_be() -> None:
    at = look("drain_window", drain_vms="web, 8\n" * 1500)
    assert "longer than 4,000 characters" in warnings(at)


FIELDS = form.number_fields([*fields.FIELDS, *fields.EQUAL_VMS])
KEYS = ("drain_vms", "drain_with", "drain_window_tab", "id", *(field.key for field in FIELDS.values()))
VALUES = ["0", "-1", "1e300", "NaN", "inf", "-inf", "garbage", "0.5", "1e-9", "9" * 400, "web, 8\n" * 1500, "[x](//evil.ex)"]


@pytest.mark.parametrize(
    ("value", "tab"),
    [
        *((value, ("Side by side", "One host", "Whole cluster")[place % 3]) for place, value in enumerate(VALUES)),
        *((value, tab) for value in ("0", "0.5") for tab in ("One host", "Whole cluster")),
    ],
    ids=lambda text: text[:9],
)
def test_whatever_a_link_holds_the_page_answers(value: str, tab: str) -> None:
    at = look("drain_window", **{**dict.fromkeys(KEYS, value), "drain_window_tab": tab})
    assert_harmless(at, [value])
    assert any(part.value.startswith(("**", "Answer of the")) for part in at.markdown)


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("start", range(4))
def test_the_ends_of_every_number_are_taken(start: int, end: str) -> None:
    some = list(FIELDS.values())[start::4]
    at = look("drain_window", **{field.key: f"{getattr(field, end):g}" for field in some}, **CLUSTER)
    assert not at.warning
    assert not at.error


def test_a_number_out_of_range_is_named_and_the_default_holds() -> None:
    at = look("drain_window", drain_hosts="1", drain_link="-4")
    assert "“Hosts in the cluster” 1, which is not a number from 2 to 100" in warnings(at)
    assert "“Migration link, Gbit/s” -4" in warnings(at)
    assert html(at) == html(look("drain_window"))


def test_names_of_vms_reach_the_figure_as_text() -> None:
    at = look("drain_window", **HOST, drain_vms="<a href=x>y</a>, 8")
    spec = at.get("plotly_chart")[0].proto.spec
    assert "<a href" not in json.dumps(json.loads(spec))
    assert "&lt;a href=x&gt;" in json.dumps(json.loads(spec)["layout"]["yaxis"]["ticktext"])
