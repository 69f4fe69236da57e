"""The inputs of a form by link: what they take, and that what they cannot take is named and left out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

ENDLESS = "9" * 400


def form() -> None:
    import streamlit as st

    from components.kit import inputs, links

    links.open_notices()
    found: dict[str, Any] = {
        "rate": inputs.number("Rate, MB/s", "rate", 0, 100),
        "share": inputs.number("Share, %", "share", 1, 100, 90, step=5),
        "hosts": inputs.whole("Hosts", "hosts", 1, 50, 4),
        "mtu": inputs.whole("MTU", "mtu", 68, 9000),
        "fast": inputs.switch("Fast", "fast"),
        "name": inputs.text("Name", "name", longest=5),
    }
    st.json(found)
    st.text(" ".join(type(value).__name__ for value in found.values()))


def opened(**params: str) -> tuple[dict[str, Any], list[str], str]:
    """What the inputs hold, the notices, and the types of what they hold."""
    at = AppTest.from_function(form)
    for key, value in params.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return json.loads(at.json[0].value), [re.sub(r"\\(.)", r"\1", part.value) for part in at.warning], at.text[0].value


START = {"rate": None, "share": 90.0, "hosts": 4, "mtu": None, "fast": False, "name": ""}


def test_without_a_link_the_starts_hold_and_whole_numbers_are_whole() -> None:
    assert opened() == (START, [], "NoneType float int NoneType bool str")


def test_what_a_link_asks_for_holds() -> None:
    found, notices, types = opened(rate="0.5", share="55.5", hosts="8", mtu="9000", fast="true", name=" web ")
    assert found == {"rate": 0.5, "share": 55.5, "hosts": 8, "mtu": 9000, "fast": True, "name": "web"}
    assert (notices, types) == ([], "float float int int bool str")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", "-1", "garbage", ENDLESS, f"-{ENDLESS}"])
@pytest.mark.parametrize(("key", "label"), [("rate", "Rate, MB/s"), ("share", "Share, %"), ("hosts", "Hosts"), ("mtu", "MTU")])
def test_a_value_out_of_range_is_named_and_the_start_holds(key: str, label: str, value: str) -> None:
    found, (notice,), _ = opened(**{key: value})
    assert found == START
    assert f"“{label}”" in notice
    assert "is not a number from" in notice


@pytest.mark.parametrize(("key", "label", "value"), [("hosts", "Hosts", "2.5"), ("mtu", "MTU", "100.5")])
def test_a_fraction_of_a_whole_number_is_named_and_the_start_holds(key: str, label: str, value: str) -> None:
    found, notices, _ = opened(**{key: value})
    assert (found, notices) == (START, [f"“{label}” takes whole numbers only, not {value}. The default is taken."])


def test_a_switch_that_is_neither_is_named() -> None:
    found, (notice,), _ = opened(fast="perhaps")
    assert found == START
    assert re.search(r"“Fast” to .*perhaps.*, which is neither true nor false", notice)


def test_a_text_that_is_too_long_is_said_to_be_cut() -> None:
    _, (notice,), _ = opened(name="abcdefgh")
    assert "The “Name” of this link is longer than 5 characters" in notice
