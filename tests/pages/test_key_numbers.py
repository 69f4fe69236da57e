"""Key numbers: the chart of one parameter on a log axis, and "does my VM fit?"."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.reference.frames import frame
from tests.conftest import look, open_page
from tests.pages.page_text import numbers, said, tables, words

BOOK = catalog()
LIMITS = frame(BOOK, "limits")
FIT = {"key_numbers_tab": "Does my VM fit?"}
NOTHING = {"fit_vcpu": "0", "fit_ram_tb": "0", "fit_nodes": "0", "fit_vms": "0"}
PLATFORMS = [platform.label for platform in Platform]


def spec(at: AppTest) -> dict[str, Any]:
    """The figure that the browser is given."""
    return json.loads(at.get("plotly_chart")[0].proto.spec)


@pytest.mark.parametrize("parameter", list(dict.fromkeys(LIMITS["parameter"])))
def test_the_chart_shows_every_number_of_the_parameter_on_a_log_axis(parameter: str) -> None:
    figure = spec(look("key_numbers", key_numbers_tab="Chart", key_numbers_parameter=parameter))
    drawn = [
        (trace["name"], platform, value)
        for trace in figure["data"]
        if "text" in trace
        for (platform, _), value in zip(trace["customdata"], numbers(trace["x"]), strict=True)
    ]
    rows = LIMITS[LIMITS["parameter"] == parameter]
    assert figure["layout"]["xaxis"]["type"] == "log"
    assert figure["layout"]["xaxis"]["title"]["text"] == rows["unit"].iloc[0]
    assert sorted(drawn) == sorted(zip(rows["kind"], rows["platform"], rows["value"], strict=True))


def test_the_table_draws_no_chart() -> None:
    assert not look("key_numbers").get("plotly_chart")


def test_three_hundred_vcpus_break_the_tested_and_the_theoretical_limit_of_ove() -> None:
    at = look("key_numbers", **FIT, **NOTHING | {"fit_vcpu": "300"})
    cell = words(tables(at)[0].row("Max vCPU/VM asked: 300")[PLATFORMS.index("OVE")])
    assert "OVE: no** (Max vCPU/VM)." in said(at)
    assert "above 216 tested" in cell
    assert "above 255 theoretical" in cell


def test_two_hundred_and_thirty_vcpus_are_beyond_what_is_tested_but_not_impossible_on_ove() -> None:
    at = look("key_numbers", **FIT, **NOTHING | {"fit_vcpu": "230"})
    cell = words(tables(at)[0].row("Max vCPU/VM")[PLATFORMS.index("OVE")])
    assert "OVE: only beyond** a limit (Max vCPU/VM, tested)." in said(at)
    assert "above 216 tested" in cell
    assert "255 theoretical" not in cell.split("above", 1)[1]


def test_zero_asks_nothing() -> None:
    at = look("key_numbers", **FIT, **NOTHING)
    assert [label for label in PLATFORMS if f"{label}: yes**, within every published limit" not in said(at)] == []
    assert all("fits every published limit" in words(cell) for _, cells in tables(at)[0].rows for cell in cells)


@pytest.mark.parametrize(
    ("key", "parameter"),
    [
        ("fit_vcpu", "Max vCPU/VM"),
        ("fit_ram_tb", "Max RAM/VM"),
        ("fit_nodes", "Max nodes/cluster"),
        ("fit_vms", "Max VMs/cluster"),
    ],
)
def test_a_size_above_everything_is_refused_by_every_platform_for_that_limit_alone(key: str, parameter: str) -> None:
    at = look("key_numbers", **FIT, **NOTHING | {key: "9999"})
    refused = [label for label in PLATFORMS if f"{label}: no** ({parameter})." in said(at)]
    expected = [
        platform.label
        for platform in Platform
        if all(
            limit.value < 9999
            for row in BOOK.key_numbers.values()
            if row.parameter == parameter
            for limit in row.claims[platform].limits
        )
    ]
    assert refused == expected
    assert expected


def test_a_size_typed_in_answers_as_its_link_does() -> None:
    at = open_page("key_numbers", **FIT, **NOTHING)
    at.number_input(key="fit_vcpu").set_value(300).run()
    assert said(at).count("OVE: no** (Max vCPU/VM)") == 1
    assert [table.rows for table in tables(at)] == [
        table.rows for table in tables(open_page("key_numbers", **FIT, **NOTHING | {"fit_vcpu": "300"}))
    ]
