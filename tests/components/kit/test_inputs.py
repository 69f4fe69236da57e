"""The inputs of a form by link: what they take, and that what they cannot take is named and left out."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

ENDLESS = "9" * 400
NO_COMPONENTS = BidiComponentManager()
"""Without it, AppTest looks through every installed package on every run; nothing here uses a component of theirs."""


def app(script: Callable[[], None]) -> AppTest:
    at = AppTest.from_function(script, default_timeout=30)
    at._bidi_component_manager = NO_COMPONENTS
    return at


def form() -> None:
    import streamlit as st

    from components.kit import address, inputs
    from components.kit.inputs import NumberField

    address.open_notices()
    fields = {
        "rate": NumberField("rate", "Rate, MB/s", 0, 100),
        "share": NumberField("share", "Share, %", 1, 100, 90, 5),
        "hosts": NumberField("hosts", "Hosts", 1, 50, 4, whole=True),
    }
    found: dict[str, Any] = {
        "rate": None,
        **inputs.numbers(fields),
        "mtu": inputs.number(NumberField("mtu", "MTU", 68, 9000, whole=True)),
        "fast": inputs.switch("Fast", "fast"),
        "name": inputs.text("Name", "name", longest=5),
    }
    st.json(found)
    st.text(" ".join(type(value).__name__ for value in found.values()))


def opened(**params: str) -> tuple[dict[str, Any], list[str], str]:
    """What the inputs hold, the notices, and the types of what they hold."""
    at = app(form)
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
def test_a_value_out_of_range_is_named_and_the_start_holds(value: str) -> None:
    found, notices, _ = opened(rate=value, share=value, hosts=value, mtu=value)
    assert found == START
    for label, notice in zip(("Rate, MB/s", "Share, %", "Hosts", "MTU"), notices, strict=True):
        assert f"“{label}”" in notice
        assert "is not a number from" in notice


@pytest.mark.parametrize(("key", "label", "value"), [("hosts", "Hosts", "2.5"), ("mtu", "MTU", "100.5")])
def test_a_fraction_of_a_whole_number_is_named_and_the_start_holds(key: str, label: str, value: str) -> None:
    found, notices, _ = opened(**{key: value})
    assert (found, notices) == (START, [f"“{label}” takes whole numbers only, not {value}. The default is used."])


def test_a_switch_that_is_neither_is_named() -> None:
    found, (notice,), _ = opened(fast="perhaps")
    assert found == START
    assert re.search(r"“Fast” to .*perhaps.*, which is neither true nor false", notice)


def test_a_text_that_is_too_long_is_said_to_be_cut() -> None:
    _, (notice,), _ = opened(name="abcdefgh")
    assert "The “Name” of this link is longer than 5 characters" in notice


def every_kind() -> None:
    """A widget of each kind, all with the key "k" in turn: what it holds, and the value of the link that counts for it."""
    import streamlit as st

    from components.kit import address, inputs
    from components.kit.address import Counts
    from components.kit.inputs import NumberField

    address.open_notices()
    options = {word: word for word in ("a", "b", "c")}
    last, first, only = Counts

    def opened() -> int:
        with inputs.tabs(list(options), "k") as tab:
            return list(options).index(tab)

    kinds = {
        "number": (last, lambda: inputs.number(NumberField("k", "K", 0, 9))),
        "whole": (last, lambda: inputs.number(NumberField("k", "K", 0, 9, whole=True))),
        "switch": (last, lambda: inputs.switch("K", "k")),
        "fold": (last, lambda: inputs.fold("K", "k", "K").open),
        "tabs": (last, opened),
        "text": (last, lambda: inputs.text("K", "k")),
        "area": (last, lambda: inputs.area("K", "k", "", 100, "")),
        "choose": (last, lambda: inputs.choose("K", options, "k", "word")),
        "pill": (first, lambda: inputs.choose_pill("K", options, "k", "word")),
        "segment": (first, lambda: inputs.choose_segment("K", options, "k", "word", "c")),
        "scale": (only, lambda: inputs.choose_on_scale("K", options, "k", "word", "c")),
        "slider": (only, lambda: inputs.slider("K", "k", 0, 9, 5, 1)),
        "many": (None, lambda: sorted(inputs.choose_many("K", options, "k", "word"))),
    }
    counts, make = kinds[st.session_state["kind"]]
    found = list(address.values("k")) if counts is None else address.value("k", counts)
    st.json({"counts": found, "holds": make()})


def seen(kind: str, *given: str) -> tuple[Any, Any, str]:
    """What counts of the link, what the widget holds, and the notices."""
    at = app(every_kind)
    at.session_state["kind"] = kind
    at.query_params["k"] = list(given)
    at.run()
    assert not at.exception
    found = json.loads(at.json[0].value)
    return found["counts"], found["holds"], re.sub(r"[\\`]", "", " ".join(part.value for part in at.warning))


@pytest.mark.parametrize(
    ("kind", "given", "counts", "holds", "said"),
    [
        ("number", ("3", "4"), "4", 4, "“K” 2 times. The last one counts: 4."),
        ("number", ("3", "x"), "x", None, "“K” 2 times. The last one counts: x. This link asks for “K” x, which is not a number"),
        ("number", ("3", ""), "", None, "“K” 2 times. The last one counts: nothing."),
        ("whole", ("2.5", "4"), "4", 4, "“K” 2 times. The last one counts: 4."),
        ("whole", ("4", "2.5"), "2.5", None, "The last one counts: 2.5. “K” takes whole numbers only, not 2.5."),
        ("switch", ("false", "true"), "true", True, "“K” 2 times. The last one counts: true."),
        ("fold", ("true", "false"), "false", False, "“K” 2 times. The last one counts: false."),
        ("tabs", ("c", "b"), "b", 1, "the tab 2 times. The last one counts: b."),
        ("text", ("a", "b"), "b", "b", "the “K” 2 times. The last one counts: b."),
        ("area", ("a", "b"), "b", "b", "the “K” 2 times. The last one counts: b."),
        ("choose", ("a", "b"), "b", "b", "the word 2 times. The last one counts: b."),
        (
            "choose",
            ("b", "z"),
            "z",
            None,
            "The last one counts: z. This link asks for the word z, which is not in the catalogue.",
        ),
        ("pill", ("a", "b"), "a", "a", "the word 2 times. The first one counts: a."),
        ("pill", ("z", "b"), "z", None, "The first one counts: z. This link asks for the word z, which is not in the catalogue."),
        ("pill", ("", "b"), "b", "b", ""),
        ("segment", ("b", "a", "z"), "b", "b", "the word 3 times. The first one counts: b."),
        ("scale", ("a", "b"), None, "c", "the word 2 times, where one value is expected. The default is shown."),
        ("scale", ("a", ""), "a", "a", ""),
        ("slider", ("3", "4"), None, 5, "“K” 2 times, where one value is expected. The default is shown."),
        ("slider", ("3.5",), "3.5", 3, "“K” takes whole numbers only, not 3.5. 3 is used."),
        ("many", ("a", "b"), ["a", "b"], ["a", "b"], ""),
        ("many", ("a", "z"), ["a", "z"], ["a"], "This link asks for the word z, which is not in the catalogue."),
        ("choose", ("b", "b"), "b", "b", ""),
    ],
    ids=str,
)
def test_of_several_values_the_one_that_the_widget_takes_is_the_one_that_counts(
    kind: str, given: tuple[str, ...], counts: Any, holds: Any, said: str
) -> None:
    found = seen(kind, *given)
    assert found[:2] == (counts, holds)
    assert said in found[2] if said else not found[2]


def test_a_fraction_that_is_typed_is_named_and_leaves_the_field() -> None:
    at = app(form).run()
    for key, start in (("hosts", 4), ("mtu", None)):
        at.number_input(key=key).set_value(100.5 if start is None else 2.5).run()
        assert at.number_input(key=key).value == start
        assert json.loads(at.json[0].value)[key] == start
        assert len(at.warning) == 1
        at.number_input(key=key).set_value(100 if start is None else 8).run()
        assert not at.warning
        assert at.number_input(key=key).value == json.loads(at.json[0].value)[key] != start


def test_a_fraction_of_a_link_leaves_field_and_address_and_what_is_typed_afterwards_gets_there() -> None:
    at = app(form)
    at.query_params.update({"hosts": "2.5", "mtu": "100.5"})
    at.run()
    assert [at.number_input(key=key).value for key in ("hosts", "mtu")] == [4, None]
    assert not at.query_params
    at.number_input(key="hosts").set_value(8).run()
    assert not at.warning
    assert at.query_params == {"hosts": "8"}


def guest() -> None:
    """Numbers that a choice brings along, one of them behind a fold."""
    import streamlit as st

    from components.kit import address, inputs
    from components.kit.inputs import NumberField

    address.open_notices()
    ram = inputs.choose("From", {"small": 64.0, "large": 512.0}, "from", "guest", 64.0)
    found = {"ram": inputs.number(NumberField("ram", "Memory", 1, 4096, holds=ram, mark="preset"))}
    with inputs.folded(st.expander("More", key="more", on_change="rerun"), ["set"]):
        found["set"] = inputs.number(NumberField("set", "Set", 0, 4096, holds=ram / 3, mark="preset"))
    st.button("Read", on_click=inputs.put, args=("set", 30.0))
    st.json(found)


def fields(at: AppTest) -> list[tuple[str, float | None, Any]]:
    """Of the fields that are drawn: the label, what they show, and what of it is the visitor's."""
    assert not at.exception
    return [
        (field.label.replace("\N{NO-BREAK SPACE}", " "), field.value, json.loads(at.json[0].value)[field.key])
        for field in at.number_input
    ]


def test_a_number_shows_what_a_choice_brings_until_the_visitor_gives_another() -> None:
    """What was shown before may come back from a browser that has not had the answer yet: it is not the visitor's."""
    at = app(guest).run()
    assert fields(at) == [("Memory · preset", 64, None)]
    assert fields(at.selectbox(key="from").select("large").run()) == [("Memory · preset", 512, None)]
    assert fields(at.number_input(key="ram").set_value(64).run()) == [("Memory · preset", 512, None)]
    assert fields(at.number_input(key="ram").set_value(96).run()) == [("Memory · yours", 96, 96)]
    assert at.query_params == {"ram": "96"}
    assert fields(at.selectbox(key="from").select("small").run()) == [("Memory · yours", 96, 96)]


def test_a_number_that_a_link_names_is_the_visitors_also_where_it_is_what_holds() -> None:
    at = app(guest)
    at.query_params["ram"] = "64"
    assert fields(at.run()) == [("Memory · yours", 64, 64)]
    assert at.query_params == {"ram": "64"}
    assert fields(at.number_input(key="ram").set_value(80).run()) == [("Memory · yours", 80, 80)]
    assert at.query_params == {"ram": "80"}
    again = app(guest)
    again.query_params["ram"] = "64"
    assert fields(again.run().selectbox(key="from").select("large").run()) == [("Memory · yours", 64, 64)]


def test_a_fold_that_is_closed_again_draws_nothing_until_something_is_put_into_it() -> None:
    at = app(guest)
    at.session_state["more"] = True
    shown = ("Set · preset", 21.3333, None)
    assert fields(at.run())[1:] == [shown]
    at.session_state["more"] = False
    assert [fields(at.run())[1:] for _ in range(3)] == [[], [], []]
    assert fields(at.selectbox(key="from").select("large").run())[1:] == []
    at.session_state["more"] = True
    assert fields(at.run())[1:] == [("Set · preset", 170.667, None)]
    at.session_state["more"] = False
    at.run()
    assert fields(at.button[0].click().run())[1:] == [("Set · yours", 30, 30)]
    assert at.query_params["set"] == "30"


ROOT = Path(__file__).resolve().parents[3]


def test_one_package_binds_widgets_and_one_module_touches_the_address() -> None:
    binds, touches = set(), set()
    for path in (path for room in ("components", "pages") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if getattr(node, "arg", "") == "bind" or getattr(node, "value", "") in ("bind", "query-params"):
                binds.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.Attribute) and node.attr == "query_params":
                touches.add(path.relative_to(ROOT).as_posix())
    assert {path.rpartition("/")[0] for path in binds} == {"components/kit/inputs"}
    assert touches == {"components/kit/address.py"}
