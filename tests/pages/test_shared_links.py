"""A shared link holds what it took for granted: opened later it gives the old answer, or names what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import BaseModel
from streamlit.testing.v1 import AppTest

from components.kit import address, inputs, share
from components.kit.inputs import number_fields
from components.kit.menu import BY_SLUG, facts_of
from components.live_migration import form as studio_form
from domain.catalog import catalog
from domain.catalog.loading import Catalog, install
from domain.disk_transfer.fields import fields
from domain.reference.fingerprints import WORDING
from tests.conftest import look, open_page, page
from tests.pages.page_text import bound, html, said, unmarked, warnings, words

ANSWERS = ("live_migration", "drain_window", "disk_transfer")
SET_ELSEWHERE = {
    "live_migration": {"lm_product": "hco-1-19-v1", "lm_preset": "in-memory-cache", "lm_writes": "random", "lm_sure": "measured"},
    "drain_window": {"drain_with": "vsphere-4", "drain_hosts": "3"},
    "disk_transfer": {"disk_vms": "40", "disk_cold_disk": "90"},
}
"""Something on each screen that is not its start, as a shared link calls it."""

Tables = Mapping[str, Mapping[str, Any]]


def shared(slug: str, **params: Any) -> dict[str, list[str]]:
    """The parameters of the link that Share offers."""
    at = page(slug, params, opened=["share"])
    assert not at.exception
    return parse_qs(urlsplit(next(part.value for part in at.code if f"{share.AS_OF}=" in part.value)).query)


def assumed(link: Mapping[str, list[str]], key: str) -> str:
    """What the link says of an input that is not set."""
    return next(part for part in link[share.AS_OF][0].partition("~~")[2].split("~") if part.startswith(f"{key}."))[len(key) + 1 :]


def answer(at: AppTest) -> str:
    """What the page says, without what it says of its link."""
    texts = [part.value for part in at.get("markdown") if not part.value.startswith(":small[This link was made")]
    return " ".join((words(html(at)), *map(unmarked, texts)))


def called_else(record: Any, **more: Any) -> Any:
    """The record under another label."""
    return record.model_copy(update={"label": f"{record.label}, as it is called now", **more})


def other(value: Any) -> Any:
    """The same with every number another one."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return value * 0.8 if value else 1.0
    if isinstance(value, int):
        return value + 1
    if isinstance(value, BaseModel):
        known = {name: getattr(value, name) for name in type(value).model_fields if name not in WORDING}
        return value.model_copy(update={name: other(part) for name, part in known.items()})
    if isinstance(value, Mapping):
        return {key: other(part) for key, part in value.items()}
    return type(value)(map(other, value)) if isinstance(value, tuple) else value


@pytest.fixture
def facts() -> Iterator[Callable[[Tables], Catalog]]:
    """Puts other records in the place of the catalogue's, for one test."""
    kept = catalog()

    def put(tables: Tables) -> Catalog:
        return install(Catalog({**kept.records, **tables}, "2026-12-24 0badcafe"))

    yield put
    install(kept)


@pytest.mark.parametrize("slug", ANSWERS)
def test_a_shared_link_opens_the_same_view_with_nothing_to_say_of_itself(slug: str) -> None:
    for params in ({}, SET_ELSEWHERE[slug]):
        link, before = shared(slug, **params), look(slug, **params)
        assert {key: link[key] for key in params} == {key: [value] for key, value in params.items()}
        again = open_page(slug, **link)
        assert not warnings(again)
        assert said(again) == said(before)
        assert dict(again.query_params.items()) == dict(before.query_params.items())


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> dict[str, inputs.NumberField]:
    """The number fields that the screens ask for from now on, drawn or not, by their keys."""
    found: dict[str, inputs.NumberField] = {}
    number = number_fields.number

    def noted(field: inputs.NumberField, *more: Any, **look: Any) -> float | None:
        found[field.key] = field
        return number(field, *more, **look)

    monkeypatch.setattr(number_fields, "number", noted)
    return found


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Gives every number field another start."""

    def other_start(field: inputs.NumberField) -> inputs.NumberField:
        if field.start is None:
            return field
        more = field.start + 1
        return replace(field, start=more if field.takes(more) else (field.low + field.start) / 2)

    def move() -> None:
        number = number_fields.number
        monkeypatch.setattr(number_fields, "number", lambda field, *more, **look: number(other_start(field), *more, **look))

    return move


@pytest.mark.parametrize("slug", ANSWERS)
def test_a_shared_link_holds_every_input_that_has_a_start_and_its_screens_facts(
    slug: str, met: dict[str, inputs.NumberField]
) -> None:
    made, _, starts = shared(slug)[share.AS_OF][0].partition("~~")
    version, *tables = made.split("~")
    assert version == catalog().version.replace(" ", "-")
    assert [table.split(".")[0] for table in tables] == list(facts_of(BY_SLUG[slug]))
    held = {part.split(".", 1)[0] for part in starts.split("~")}
    at = open_page(slug)
    values = {key: at.session_state[key] for key in bound(at) if key in at.session_state}
    started = {key for key, value in values.items() if value not in (None, "") and not isinstance(value, bool)}
    assert started - held == {f"{slug}_tab", "platforms", "show"}
    assert {key for key, field in met.items() if field.assumed is not None} <= held
    if slug == "disk_transfer":
        numbers = [field for group in fields(catalog()).values() for field in group.values()]
        assert held == {field.key for field in numbers if field.start is not None}


def test_the_links_of_every_view_keep_the_bounds_that_links_are_read_with() -> None:
    for slug in BY_SLUG:
        link = shared(slug)
        assert all(len(value) < address.MAX_VALUE / 2 for values in link.values() for value in values)
        assert all(len(part.split("~")) <= address.MAX_VALUES for part in link[share.AS_OF][0].split("~~"))
        assert sum(len(value) for values in link.values() for value in values) < 1000


STARTS = {
    "FIRST_PRODUCT": ("hco-1-19-v1", "release"),
    "FIRST_PRESET": ("idle-web-server", "preset"),
    "FIRST_LINK": (25.0, "Link, Gbit/s"),
    "USABLE_PERCENT": (70, "Usable"),
}


@pytest.mark.parametrize("name", STARTS)
def test_another_start_of_migration_time_leaves_the_answer_and_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    link = shared("live_migration", lm_ram=64, lm_dirty=2000, lm_set=32)
    before = open_page("live_migration", **link)
    value, called = STARTS[name]
    monkeypatch.setattr(studio_form, name, value)
    now = open_page("live_migration", lm_ram=64, lm_dirty=2000, lm_set=32)
    again = open_page("live_migration", **link)
    assert answer(again) == answer(before) != answer(now)
    assert called in warnings(again)
    assert "Changed since this link was made" in warnings(again)
    assert again.run().header[0].value == before.header[0].value


@pytest.mark.parametrize("slug", ["drain_window", "disk_transfer"])
def test_every_other_start_of_a_form_leaves_the_answer_and_is_named(
    slug: str, met: dict[str, inputs.NumberField], moved: Callable[[], None]
) -> None:
    link = shared(slug)
    before = open_page(slug, **link)
    started = {key: field.label for key, field in met.items() if field.start is not None}
    assert len(started) > 10
    moved()
    again = open_page(slug, **link)
    assert answer(again) == answer(before) != answer(open_page(slug))
    assert [label for label in started.values() if f"“{label}” was" not in warnings(again)] == []
    assert {key: float(again.query_params[key]) for key in started} == {key: float(assumed(link, key)) for key in started}
    assert answer(again.run()) == answer(before)


def test_another_example_of_the_drain_leaves_the_answer_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    link = shared("drain_window")
    before = open_page("drain_window", **link)
    area = inputs.area
    monkeypatch.setattr(inputs, "area", lambda label, key, _, *more, **look: area(label, key, "3 x 64 GiB", *more, **look))
    again = open_page("drain_window", **link)
    assert answer(again) == answer(before) != answer(open_page("drain_window"))
    assert "“List of VMs” was empty then, is 3 x 64 GiB today" in warnings(again)


def test_the_labs_rates_may_change_and_the_ceilings_of_a_link_do_not(facts: Callable[[Tables], Catalog]) -> None:
    link = shared("disk_transfer")
    before = open_page("disk_transfer", **link)
    facts(
        {name: {id_: other(row) for id_, row in catalog().records[name].items()} for name in ("transfer_rates", "lab_transfers")}
    )
    again = open_page("disk_transfer", **link)
    assert hours(again) == hours(before) != hours(open_page("disk_transfer"))
    assert "“Cold: a disk, MiB/s” was 100 then" in warnings(again)
    assert "Disk transfer rates:" in warnings(again)


def hours(at: AppTest) -> str:
    return next(part.value.split(";")[0] for part in at.get("markdown") if part.value.startswith("**Cold")).split("** \\(")[0]


LABELS = [("live_migration", "lm_product", "migration_products"), ("live_migration", "lm_preset", "migration_presets")]
LABELS.append(("drain_window", "drain_with", "drain_defaults"))
UNFOLDS = {"lm_product": {"lm_auto": "true"}}
"""What draws an input that stands in a fold."""


@pytest.mark.parametrize(("slug", "key", "table"), LABELS)
def test_a_choice_is_found_by_its_id_whatever_it_is_called_and_by_an_id_it_had(
    slug: str, key: str, table: str, facts: Callable[[Tables], Catalog]
) -> None:
    rows = catalog().records[table]
    for id_ in (list(rows)[-1], assumed(shared(slug), key)):
        label = rows[id_].label
        link = shared(slug, **{key: label, **UNFOLDS.get(key, {})})
        assert link.get(key, [id_]) == [id_]
        before = answer(open_page(slug, **link))
        facts({table: {other: called_else(row) for other, row in rows.items()}})
        again = open_page(slug, **link)
        assert again.selectbox(key=key).value == f"{label}, as it is called now"
        assert answer(again).replace(", as it is called now", "") == before
        assert not warnings(again)
        former = rows[id_].model_copy(update={"id": "renamed", "aliases": (id_,)})
        facts({table: {("renamed" if other == id_ else other): former if other == id_ else row for other, row in rows.items()}})
        if id_ == list(rows)[-1]:
            assert open_page(slug, **link).selectbox(key=key).value == label
        facts({})


CHANGED = [
    ("live_migration", "migration_presets", ("Memory, GiB", "Guests to start from: ")),
    ("live_migration", "migration_products", ("completionTimeoutPerGiB",)),
    ("live_migration", "migration_profiles", ("Live migration by platform",)),
    ("drain_window", "drain_defaults", ("Migrations at once: ", "vSphere, vMotion network of 1 GbE")),
    ("drain_window", "migration_products", ("Migration products: ",)),
    ("drain_window", "migration_profiles", ("Live migration by platform",)),
    ("disk_transfer", "lab_transfers", ("Lab transfers: ",)),
    ("wizard", "rules", ("Rules",)),
]


@pytest.mark.parametrize(("slug", "table", "names"), CHANGED)
def test_a_fact_that_is_another_today_is_named(
    slug: str, table: str, names: tuple[str, ...], facts: Callable[[Tables], Catalog]
) -> None:
    link = shared(slug)
    rows = {id_: other(row) for id_, row in catalog().records[table].items()}
    if table == "rules":
        rows = dict(list(catalog().records[table].items())[1:])
    facts({table: rows})
    at = open_page(slug, **link)
    text = warnings(at)
    assert f"Changed since this link was made with catalogue {link[share.AS_OF][0].split('~')[0]}" in text
    assert [name for name in names if name not in text] == []
    assert "changes" in " ".join(part.value for part in at.warning)


@pytest.mark.parametrize("slug", ANSWERS)
def test_no_other_fact_than_those_of_the_link_changes_the_answer(slug: str, facts: Callable[[Tables], Catalog]) -> None:
    link = shared(slug, **SET_ELSEWHERE[slug])
    before = open_page(slug, **link)
    rest = {name: rows for name, rows in catalog().records.items() if name not in facts_of(BY_SLUG[slug])}
    facts({name: {id_: other(row) for id_, row in rows.items()} for name, rows in rest.items()})
    again = open_page(slug, **link)
    assert not warnings(again)
    assert "This link was made with catalogue" in said(again)
    assert answer(again) == answer(before)


def test_answers_of_the_wizard_are_read_by_their_ids_whether_their_fold_is_open_or_not() -> None:
    folded = {"ask_pinning": "Dedicated CPUs", "ask_os": "RHEL 7 to 10"}
    by_label = open_page("wizard", **folded)
    link = shared("wizard", **folded)
    options = {key: catalog().workload_questions[key.removeprefix("ask_")].options for key in folded}
    ids = {key: next(one.id for one in options[key] if one.label == label) for key, label in folded.items()}
    assert {key: link[key] for key in ids} == {key: [id_] for key, id_ in ids.items()}
    by_id = open_page("wizard", **ids)
    assert not warnings(by_id)
    assert said(by_id) == said(by_label)
    assert dict(by_id.query_params.items()) == folded


def test_no_id_of_a_choice_is_what_another_is_called() -> None:
    for question in catalog().workload_questions.values():
        names = [{option.id, option.label, *option.former} for option in question.options]
        assert sum(map(len, names)) == len(set().union(*names))


def test_of_choices_of_which_many_may_be_made_the_link_has_the_ids() -> None:
    label = "Disk that only one host reaches (RWO claim, local disk)"
    id_ = next(row.id for row in catalog().traits.values() if row.label == label)
    asked = {"blockers_tab": "What stops my VM?", "has_storage": label}
    link = shared("blockers", **asked)
    assert link["has_storage"] == [id_]
    again = open_page("blockers", **link)
    assert not warnings(again)
    assert said(again) == said(open_page("blockers", **asked))
    assert again.query_params["has_storage"] == label
    both = open_page("blockers", blockers_tab="What stops my VM?", has_storage=[id_, "no-such"])
    assert "no-such, which is not in the catalogue" in warnings(both)
    assert said(both).count("1 property ticked") == 1


NAMED = {
    "garbage": "made with garbage, which this catalogue does not know",
    "2026-11-20-0badcafe~no_table.AAAAA": "made with no_table.AAAAA, which this catalogue does not know",
    "2026-11-20-0badcafe~drain_defaults.<b>": "made with drain_defaults.<b>, which this catalogue does not know",
    "2026-11-20-0badcafe~~<b>": "assumes <b>, which no input can take",
    "2026-11-20-0badcafe~~drain_link.nan": "no longer available: “Migration link, Gbit/s” was nan then, is 25 today",
    "2026-11-20-0badcafe~~drain_hosts.9e99": "no longer available: “Hosts in the cluster” was 9e99 then, is 8 today",
    "2026-11-20-0badcafe~~drain_with.gone": "no longer available: “default” was gone then, is OVE through 4.22 today",
    "2026-11-20-0badcafe": "",
    "2026-11-20-0badcafe" + "~drain_link.1" * 5000: "which this catalogue does not know",
}


@pytest.mark.parametrize("as_of", NAMED, ids=[one[:50] for one in NAMED])
def test_what_a_link_says_of_itself_is_named_where_it_cannot_be_followed_and_todays_starts_hold(as_of: str) -> None:
    at = open_page("drain_window", as_of=as_of)
    assert NAMED[as_of] in warnings(at)
    assert answer(at) == answer(look("drain_window"))
    assert share.AS_OF not in at.query_params


def test_a_notice_of_what_has_changed_stays_while_its_screen_does() -> None:
    at = open_page("drain_window", as_of="2026-11-20-0badcafe~~drain_link.40")
    at.number_input(key="drain_hosts").set_value(12).run()
    assert "“Migration link, Gbit/s” was 40 then" in warnings(at)
    assert at.number_input(key="drain_link").value == 40
    at.switch_page("../pages/blockers.py").run()
    assert not warnings(at)
