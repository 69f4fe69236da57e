"""Disk transfer: the verdict in words, its charts and tables, and what links may ask of it."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.disk_transfer.line_charts import downtime_alt, times_alt
from domain.catalog import catalog
from domain.disk_transfer.copy_model import CopyPlan, cold, serial_seconds
from domain.disk_transfer.lab import against_lab, cold_ceilings, rate
from domain.quantities import units
from tests.conftest import look, open_page, page
from tests.pages.page_text import hrefs, numbers, said, tables, unmarked, warnings, words
from tests.pages.payloads import assert_harmless

BOOK = catalog()
WARM, LAB = {"disk_transfer_tab": "Warm"}, {"disk_transfer_tab": "Against the lab"}
BUSY = {"disk_set": "100", "disk_write": "50"}


def opened(**params: str) -> AppTest:
    return look("disk_transfer", **params)


def verdict(**params: str) -> tuple[str, str]:
    """What is said of a cold and of a warm migration."""
    texts = [unmarked(text).replace("**", "") for part in opened(**params).markdown for text in part.value.split("\n\n")]
    return next(t for t in texts if t.startswith("Cold")), next(t for t in texts if t.startswith("Warm"))


def traces(**params: str) -> dict[str, dict[str, Any]]:
    """The lines and dots of the chart by name; a band has the name of its line and is left out."""
    figure = json.loads(opened(**params).get("plotly_chart")[0].proto.spec)
    return {trace["name"]: trace for trace in figure["data"] if trace.get("fill") != "toself"}


def test_the_verdict_gives_time_range_data_downtime_limit_and_help_for_both_ways() -> None:
    cold_, warm = verdict()
    assert cold_.startswith("Cold: about 2 h 40 min (55 min to 3 h 20 min) for 6.84 TiB;")
    assert "limited by the 4 hosts side by side, 2.6 times the rate of one" in cold_
    assert "What would help most: twice the ESXi hosts, the VMs spread evenly (1 h 45 min)." in cold_
    assert warm == (
        "Warm: 2 min to 11 min down instead of 2 h 5 min, after about 3 h 50 min of copying while the VMs run. "
        "It takes a VDDK image, which is no longer offered to the public: see How the disks can leave."
    )
    assert "A favourable case: fitted to Red Hat's lab with an error of up to 9 %." in said(opened())


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"disk_vms": "1"}, "limited by single disks, 100 MiB/s each"),
        ({"disk_vms": "50", "disk_hosts": "1"}, "limited by what an ESXi host delivers, 287 MiB/s"),
        ({"disk_hosts": "20"}, "ceiling of all hosts together, 1,119 MiB/s, the most that the lab is known to have reached"),
        ({"disk_cold_all": "400"}, "ceiling of all hosts together, 400 MiB/s. What"),
        ({"disk_gbps": "1"}, "limited by the network, 1 Gbit/s. What would help most: twice the network"),
        ({"disk_cold_gain": "1.2"}, "limited by the 4 hosts side by side, 1.4 times the rate of one"),
    ],
)
def test_the_verdict_names_what_limits_the_copy(params: dict[str, str], sentence: str) -> None:
    assert sentence in verdict(**params)[0]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"disk_write": "0"}, "Warm: less than 1 s down instead of"),
        ({"disk_write": "0", "disk_conversion": "10"}, "Warm: 10 min down instead of 2 h 15 min"),
        (BUSY, "Warm gains nothing: its cut-over takes"),
        ({"disk_set": "100", "disk_write": "5"}, "Warm: 1 h 45 min down at best"),
        (BUSY, "A round takes longer than the time between snapshots."),
        ({**BUSY, "disk_interval": "600"}, "Warm gains nothing"),
    ],
)
def test_the_verdict_on_warm_follows_from_the_writes(params: dict[str, str], sentence: str) -> None:
    assert sentence in verdict(**params)[1]


def test_conversion_is_left_out_until_it_is_given_and_then_added_to_both() -> None:
    assert "consolidation of the snapshot before, shutdown and guest conversion." in said(opened())
    assert "Counted as you gave them: shutdown and guest conversion." in said(opened(disk_conversion="15"))
    assert "17 min to 26 min down instead of 2 h 20 min" in verdict(disk_conversion="15")[1]


def test_the_chart_of_a_plan_draws_its_curve_its_place_and_the_serial_rule() -> None:
    drawn = traces()
    vms = numbers(drawn["4 ESXi hosts"]["x"])
    plan = CopyPlan(100.0, 4.0, 1.0, 100.0 * units.GIB, 0.7)
    one = dict(zip(vms, numbers(drawn["4 ESXi hosts"]["y"]), strict=True))
    assert (vms[0], vms[-1]) == (1, 200)
    assert numbers(drawn["your plan"]["y"])[0] == pytest.approx(float(cold(plan, cold_ceilings(BOOK)).seconds), rel=0.01)
    assert one[1] == pytest.approx(70 * 1024 / 100)
    rule = float(serial_seconds(plan, rate(BOOK.transfer_rates["advisor-serial-rule"])))
    assert numbers(drawn["serial rule"]["y"])[-1] == pytest.approx(2 * rule)


def test_what_would_help_is_listed_with_what_it_saves() -> None:
    table = tables(opened())[0]
    assert words(" ".join(table.row("Twice the ESXi hosts"))) == "1 h 45 min 32 %"
    assert len(table.rows) == 4
    others, cells = table.rows[-1]
    assert words(" ".join(cells)) == "2 h 40 min nothing"
    assert all(
        what in words(others)
        for what in ("Any other: twice the max in flight", "twice the network", "twice the rate of each disk")
    )
    alone = tables(opened(disk_vms="1"))[0]
    assert [words(cells[-1]) for _, cells in alone.rows] == ["50 %", "nothing"]


def test_all_nine_runs_are_dots_on_the_chart_of_the_lab_with_a_line_for_each_number_of_hosts() -> None:
    drawn = traces(**LAB, disk_hosts="12")
    dots = drawn["measured in the lab"]
    assert list(zip(numbers(dots["x"]), numbers(dots["y"]), strict=True)) == [
        (run.vms, run.seconds) for run in BOOK.lab_transfers.values()
    ]
    assert dots["text"] == ["−5 %", "+1 %", "+3 %", "+0 %", "−3 %", "+3 %", "+2 %", "−7 %", "+9 %"]
    assert {"1 ESXi host", "4 ESXi hosts", "5 ESXi hosts", "12 ESXi hosts", "serial rule"} <= set(drawn)


def test_every_run_stands_beside_our_estimate_and_the_rule_with_their_errors() -> None:
    table = tables(opened(**LAB))[0]
    assert [words(head).split(" source")[0] for head, _ in table.rows] == [run.label for run in BOOK.lab_transfers.values()]
    assert [words(cell) for cell in table.row("100 VMs, 5 ESXi hosts")] == ["64 min 57 s", "71 min +9 %", "18 h 17.0 ×"]
    assert "mean error is **3.6 %**" in unmarked(" ".join(part.value for part in opened(**LAB).markdown))
    assert table.caption == "Red Hat's lab, a best case: MTV 2.6 and VDDK 7.0.3, cold, one disk of 50 GiB a VM, 70 % used."
    assert "Two numbers are fitted: one host delivers 287 MiB/s, and twice the hosts 1.62 times as much." in said(opened(**LAB))


def test_every_stated_number_is_listed_with_its_unit() -> None:
    table = tables(opened(**LAB))[-1]
    assert len(table.rows) == len(BOOK.transfer_rates)
    for row in BOOK.transfer_rates.values():
        assert words(table.row(row.label)[0]) == f"{row.value:,.10g} {row.unit}"


def test_the_warm_view_gives_the_threshold_the_rounds_and_a_curve_that_meets_cold() -> None:
    at = opened(**WARM, disk_set="100")
    assert "From about 4.7 MB/s of writes a VM, a late cut-over is no shorter than cold, 4.7 times what you gave." in said(at)
    assert (
        "However much a VM writes to its 10 GiB of changing data, warm stays shorter than cold; with about 38.5 GiB or more it "
        "may not." in said(opened(**WARM))
    )
    rounds = tables(at)[0]
    assert [words(head) for head, _ in rounds.rows] == ["1, the whole copy", "2", "3", "4", "28"]
    assert words(rounds.rows[0][1][0]) == "70 GiB"
    drawn = traces(**WARM, disk_set="100")
    late = dict(
        zip(
            numbers(drawn["just before the next snapshot"]["x"]),
            numbers(drawn["just before the next snapshot"]["y"]),
            strict=True,
        )
    )
    down = numbers(drawn["cold"]["y"])[0]
    assert max(x for x, y in late.items() if y < down) < 4.7 < min(x for x, y in late.items() if y >= down)
    assert numbers(drawn["your VMs"]["x"]) == [1, 1]


def test_more_disks_than_the_lab_took_are_pointed_out() -> None:
    assert "More disks or hosts than the lab took" not in said(opened(**WARM))
    for params in ({"disk_vms": "201"}, {"disk_vms": "67", "disk_disks": "3"}, {"disk_hosts": "9"}):
        assert "beyond 200 disks at once its precopy was about 25 % slower, which is not included here." in said(
            opened(**WARM, **params)
        )
    assert "More disks or hosts" not in said(opened(**WARM, disk_vms="200", disk_hosts="8"))


@pytest.mark.parametrize(("id_", "rows"), [("lab-100-vms-5-hosts", 9), ("advisor-serial-rule", len(BOOK.transfer_rates))])
def test_a_rows_link_shows_that_row_alone_with_a_way_back(id_: str, rows: int) -> None:
    at = open_page("disk_transfer", id=id_)
    assert [shown for table in tables(at) for shown in table.ids] == [id_]
    at.button(key="back_to_all").click().run()
    assert rows in [len(table.rows) for table in tables(opened(**LAB))]
    assert not at.exception


def test_what_can_be_ordered_is_advised_before_what_would_have_to_be_faster() -> None:
    assert "What would help most: twice the ESXi hosts" in verdict(disk_vms="60", disk_hosts="1")[0]
    assert "What would help most: twice the max in flight" in verdict(disk_vms="40", disk_hosts="1", disk_in_flight="1")[0]
    assert "What would help most: twice the rate of each disk" in verdict(disk_vms="1")[0]
    assert "more or faster datastores and targets" in verdict(disk_hosts="20")[0]


@pytest.mark.parametrize(("tab", "name"), [("Cold", "cold"), ("Warm", "warm"), ("Against the lab", "lab")])
def test_what_is_seen_can_be_taken_away(tab: str, name: str) -> None:
    at = page("disk_transfer", {"disk_transfer_tab": tab}, opened=[f"md_disk-transfer-{name}"])
    copied = next(part.value for part in at.code if "| ---" in part.value)
    assert not at.exception
    shown = [[words(head).partition(" source ")[0] for head, _ in table.rows] for table in tables(at)]
    assert any(all(head.removesuffix(" secondary") in copied for head in heads) for heads in shown)


def test_copies_published_elsewhere_stand_beside_the_labs_runs_with_their_error_and_range() -> None:
    at = opened(**LAB)
    table = tables(at)[1]
    assert list(table.ids) == list(BOOK.field_transfers)
    assert [words(cell) for cell in table.row("3,194 GiB by VDDK")] == [
        "5 h 18 min",
        "12 h +134 %",
        "4 h 20 min to 16 h in the range",
    ]
    assert "13 published copies from elsewhere, none of them in the fit" in said(at)
    figure = json.loads(at.get("plotly_chart")[1].proto.spec)
    drawn = {trace["name"]: trace for trace in figure["data"]}
    assert len(numbers(drawn["elsewhere, with its range"]["x"])) == len(BOOK.field_transfers)
    assert len(numbers(drawn["the lab, from its other runs"]["x"])) == len(BOOK.lab_transfers)


def test_while_a_list_of_disks_is_refused_the_answer_is_greyed_and_says_of_what_it_is() -> None:
    at = open_page("disk_transfer", disk_list="20, 1,843")
    assert "may be one disk or two" in " ".join(part.value for part in at.error)
    text = unmarked(at.container(key="stale_answer").markdown[0].value)
    assert text.startswith("Answer for equal disks, until the list can be read. Cold: about 2 h 40 min")
    assert "**" not in text
    assert tables(at.container(key="stale_views"))[0].rows
    at.text_input(key="disk_list").set_value("20, 3 x 500").run()
    assert "on 4 disks of 20 GiB to 500 GiB" in unmarked(at.container(key="answer").markdown[0].value)
    at.text_input(key="disk_list").set_value("20, 3 x").run()
    text = unmarked(at.container(key="stale_answer").markdown[0].value)
    assert text.startswith("Answer of the last list of disks that could be read.")
    assert "on 4 disks of 20 GiB to 500 GiB" in text


def test_an_amount_in_all_takes_the_place_of_the_size_of_a_vm() -> None:
    at = look("disk_transfer", disk_total="120", disk_vms="300")
    assert "Inputs: 300 VMs of 373 GiB, 109 TiB in all" in said(at)
    assert at.number_input(key="disk_gib").disabled
    assert not opened().number_input(key="disk_gib").disabled


def test_the_lower_ceiling_of_the_lab_is_named_and_can_be_replaced_by_what_was_given() -> None:
    at = open_page("disk_transfer", disk_vms="1", disk_cold_disk="143")
    assert "Still the lab's 73 MiB/s a disk, not 143 as you gave for cold." in said(at)
    at.button(key="take_disk_warm_disk").click().run()
    assert "Still the lab's" not in said(at)
    assert at.number_input(key="disk_warm_disk").value == 143
    assert "143" in at.query_params["disk_warm_disk"]
    assert not at.exception


def test_the_lab_frame_says_what_the_table_says() -> None:
    from components.disk_transfer.views import lab_frame, rates_frame

    frame = lab_frame(BOOK)
    assert frame["measured_s"].tolist() == [run.seconds for run in BOOK.lab_transfers.values()]
    assert frame["estimate_error"].tolist() == pytest.approx([row.model_error for row in against_lab(BOOK)], abs=1e-4)
    assert rates_frame(BOOK)["id"].tolist() == list(BOOK.transfer_rates)


CEILINGS = [f"disk_{way}_{what}" for way in ("cold", "warm") for what in ("disk", "host", "gain", "all")]
KEYS = [
    "disk_vms",
    "disk_gib",
    "disk_used",
    "disk_hosts",
    "disk_write",
    "disk_disks",
    "disk_in_flight",
    "disk_gbps",
    "disk_set",
    "disk_marked",
    "disk_interval",
    "disk_conversion",
    "disk_total",
    *(f"disk_{phase}" for phase in ("start", "target", "snapshot", "consolidation")),
    *CEILINGS,
]


@pytest.mark.parametrize("bad", ["nan", "-1", "1e300", "inf", "many", "<b>1</b>"])
def test_numbers_that_cannot_be_are_named_and_the_defaults_stay(bad: str) -> None:
    params = dict.fromkeys(KEYS, bad)
    at = opened(**params)
    assert warnings(at).count("The default is shown.") == len(KEYS)
    assert verdict(**params) == verdict()
    assert_harmless(at, [bad])


EXTREMES = {
    "disk_vms": ("1", "100000"),
    "disk_gib": ("1", "1000000"),
    "disk_used": ("1", "100"),
    "disk_hosts": ("1", "1000"),
    "disk_write": ("0", "10000"),
    "disk_disks": ("1", "60"),
    "disk_in_flight": ("1", "1000"),
    "disk_gbps": ("0.1", "1600"),
    "disk_set": ("0.1", "1000000"),
    "disk_marked": ("1", "10000"),
    "disk_interval": ("1", "10000"),
    "disk_conversion": ("0", "10000"),
}


@pytest.mark.parametrize("tab", ["Cold", "Warm", "Against the lab"])
@pytest.mark.parametrize("end", [0, 1])
def test_the_smallest_and_the_largest_plan_have_an_answer(tab: str, end: int) -> None:
    at = opened(disk_transfer_tab=tab, **{key: ends[end] for key, ends in EXTREMES.items()})
    assert not at.warning
    assert "nan" not in said(at).lower().split()


def test_a_fraction_of_a_vm_is_named_and_the_default_holds() -> None:
    at = opened(disk_vms="99.6", disk_in_flight="2.5")
    assert "VMs in the plan” takes whole numbers only, not 99.6" in warnings(at)
    assert "Max in flight” takes whole numbers only, not 2.5" in warnings(at)
    assert verdict(disk_vms="99.6", disk_in_flight="2.5") == verdict()


def test_the_plan_is_said_beside_the_answer_for_who_sees_no_inputs() -> None:
    assert (
        "Inputs: 100 VMs of 100 GiB, 9.77 TiB in all, 70 % used, from 4 ESXi hosts, 20 at once from each, over 10 Gbit/s; a VM "
        "writes 1 MB/s to 10 GiB of its disks." in said(opened())
    )
    asked = said(opened(disk_vms="1", disk_hosts="1", disk_disks="2", disk_gbps="25", disk_marked="8", disk_conversion="15"))
    assert "Inputs: 1 VM of 100 GiB on 2 equal disks, 70 % used, from 1 ESXi host," in asked
    assert "over 25 Gbit/s; a VM writes 1 MB/s to 10 GiB of its disks, each byte marking 8." in asked
    assert "Counted as you gave them: shutdown and guest conversion." in asked


@pytest.mark.parametrize("key", ["disk_cold_host", "disk_warm_gain"])
def test_a_ceiling_of_the_readers_own_is_not_said_to_be_fitted(key: str) -> None:
    asked = said(opened(**{key: "1.9" if "gain" in key else "400"}))
    assert "The ceilings are not all those fitted to Red Hat's lab with an error of up to 9 %." in asked
    assert "A favourable case: fitted" not in asked


def test_the_fold_is_filled_when_it_is_opened_and_when_a_link_sets_something_in_it() -> None:
    at = open_page("disk_transfer")
    assert len(at.number_input) == 7
    at.session_state["disk_more"] = True
    assert len(at.run().number_input) == 29
    assert len(opened(disk_cold_all="400").number_input) == 29
    assert not at.exception


def test_scattered_writes_lengthen_the_cut_over_and_are_spoken_of_until_they_are_counted() -> None:
    assert verdict(disk_set="100", disk_marked="8")[1].startswith("Warm gains nothing")
    assert verdict(disk_set="100")[1].startswith("Warm: 2 min to 13 min down")
    caveat = "areas from 64 KiB on were seen, so small, scattered writes count several-fold"
    assert caveat in said(opened(**WARM))
    assert caveat not in said(opened(**WARM, disk_marked="8"))


def test_an_unchanged_ceiling_is_the_fitted_one_and_not_its_rounded_look() -> None:
    assert verdict(disk_cold_host="287", disk_cold_gain="1.62", disk_cold_all="1119") == verdict()


@pytest.mark.parametrize(("params", "words_"), [({}, "0.35 to 1.28 times the line"), ({"disk_cold_host": "100"}, "± 9 %")])
def test_the_band_of_the_chart_is_the_range_of_the_answer(params: dict[str, str], words_: str) -> None:
    at = opened(**params)
    figure = json.loads(at.get("plotly_chart")[0].proto.spec)
    band, line = (
        next(t for t in figure["data"] if t["name"] == "4 ESXi hosts" and (t.get("fill") == "toself") == f) for f in (True, False)
    )
    assert f"Band: {words_}" in said(at)
    low, high = (float(n) for n in re.findall(r"0\.\d+|1\.\d+", words_)) if "to" in words_ else (0.91, 1.09)
    assert numbers(band["y"])[0] / numbers(line["y"])[0] == pytest.approx(high, abs=0.01)
    assert numbers(band["y"])[-1] / numbers(line["y"])[0] == pytest.approx(low, abs=0.01)


def test_the_charts_are_also_said_in_words() -> None:
    found = against_lab(BOOK)
    vms, seconds = np.array([1.0, 100.0]), np.array([360.0, 7200.0])
    alt = times_alt(vms, {"4 ESXi hosts": seconds}, (0.91, 1.09), 10 * seconds, found)
    assert "1 to 100 VMs, log axes: 4 ESXi hosts from 6 min to 2 h; the serial rule from 60 min to 20 h" in alt
    assert all(f"measured {row.run.label}" in alt for row in found)
    assert "0.91 to 1.09 times the line" in alt
    alt = downtime_alt(np.array([1e4, 1e6, 1e8]), np.array([1.0, 60.0, 600.0]), np.array([60.0, 600.0, 6000.0]), 3600.0)
    assert (
        "at 0.01 MB/s 1 s to 60 s; at 1 MB/s 60 s to 10 min; at 100 MB/s 10 min to 1 h 40 min. A cold migration: 60 min." in alt
    )


LEAVE, ADDRESSES = {"disk_transfer_tab": "How the disks can leave"}, {"disk_transfer_tab": "Addresses"}


def test_every_way_out_is_listed_with_what_is_said_of_it_and_the_answer_stands_above() -> None:
    at = opened(**LEAVE)
    assert "Without the VDDK to OVE:" in said(at)
    assert "Without the VDDK to Azure Local:" in said(at)
    times, table = tables(at)
    assert [words(cells[0]) for _, cells in times.rows] == ["unknown", "2 h 40 min to 3 h 10 min", "89 min to 6 h", "unknown"]
    assert sorted(table.ids) == sorted(BOOK.transfer_methods)
    assert [words(cell)[2:] for cell in table.row("MTV, warm, with the VDDK")[:6]] == ["yes", "no", "yes", "yes", "no", "in part"]
    assert "Also to Hyper-V" in words(table.row("System Center VMM")[-1])
    assert table.caption.startswith("20 of 20 ways.")


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"leave_wanted": ["Without VDDK", "With RDMs"]}, {"mtv-offload-cold", "mtv-csi-import"}),
        ({"leave_wanted": "Warm or nearly", "leave_target": "OVE"}, {"mtv-vddk-warm", "mtv-offload-warm"}),
        (
            {"leave_wanted": ["Without VDDK", "Obtainable today"], "leave_target": ["Azure Local", "Azure"]},
            {"scvmm-v2v", "export-by-hand", "azure-migrate-agent"},
        ),
    ],
)
def test_the_ways_are_filtered_by_what_is_wanted_and_where_they_lead(params: dict[str, Any], ids: set[str]) -> None:
    _, table = tables(opened(**LEAVE, **params))
    assert set(table.ids) == ids


def test_addresses_are_tested_against_the_networks_of_the_link_or_openshifts_own() -> None:
    asked = {"overlap_addresses": "10.98.1.1 10.129.4.7\nesx1.example.com,192.0.2.9"}
    at = opened(**ADDRESSES, **asked)
    assert "Blocked: 1 address. 10.129.4.7 lies in the pod network 10.128.0.0/14." in said(at).replace("**", "")
    found = tables(at)[0]
    assert [(words(head), words(cells[0])[2:]) for head, cells in found.rows] == [
        ("10.98.1.1", "clear"),
        ("10.129.4.7", "blocked"),
        ("esx1.example.com", "cannot be tested"),
        ("192.0.2.9", "clear"),
    ]
    at = opened(**ADDRESSES, **asked, overlap_service_network="10.98.0.0/16", overlap_pod_network="10.128.0.1/14")
    why = {words(head): words(cells[1]) for head, cells in tables(at)[0].rows}
    assert why["10.98.1.1"] == "the service network 10.98.0.0/16"
    assert "host bits set; the network would be 10.128.0.0/14" in why["192.0.2.9"]


def test_more_addresses_than_are_tested_are_counted_and_none_asks_for_them() -> None:
    many = " ".join(f"10.0.{number // 250}.{number % 250}" for number in range(230))
    assert "30 addresses beyond the first 200 were not tested." in said(opened(**ADDRESSES, overlap_addresses=many))
    at = opened(**ADDRESSES)
    assert "Enter the addresses of vCenter" in said(at)
    assert [table.ids for table in tables(at)] == [list(BOOK.cluster_networks)]


def test_the_items_on_the_vddk_and_on_addresses_lead_to_the_ways_and_to_the_test() -> None:
    for item, row in (("PF-02", "mtv-offload-cold"), ("EX-01", "netapp-shift"), ("PF-60", "service-network")):
        assert f"disk_transfer?id={row}" in hrefs(look("checklist", id=item))
