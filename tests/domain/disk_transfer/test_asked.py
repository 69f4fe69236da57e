"""From numbers by name to the question: lists of disks, halves that move together, phases without bytes, sources of starts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import TransferMoment
from domain.disk_transfer import sentences
from domain.disk_transfer.advice import TransferAnswer, TransferQuestion, answer
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.copy_model import cold
from domain.disk_transfer.disk_sizes import MOST_DISKS, read_sizes
from domain.disk_transfer.fields import LIST, TransferField, fields
from domain.disk_transfer.lab import cold_ceilings, warm_ceilings
from domain.disk_transfer.warm import first_copy
from domain.quantities.units import GB, GIB, MIB, TB, TIB

BOOK = catalog()
FIELDS = {field.key: field for group in fields(BOOK).values() for field in group.values()}
ONE = {"disk_vms": 1, "disk_hosts": 1, "disk_used": 100}


def asked(**given: object) -> TransferQuestion:
    return question_of(BOOK, given)


def answered(**given: object) -> TransferAnswer:
    return answer(asked(**given))


def copies(question: TransferQuestion) -> tuple[float, float]:
    """Seconds of the cold copy of all VMs, and of the whole copy of a warm migration."""
    return float(cold(question.plan, question.cold).seconds), float(first_copy(question.plan, question.warm).seconds)


# Lists of unequal disks.

SIZES = st.lists(st.integers(1, 4000), min_size=1, max_size=8)
PLANS = st.fixed_dictionaries(
    {
        "disk_vms": st.integers(1, 60),
        "disk_hosts": st.integers(1, 9),
        "disk_in_flight": st.integers(1, 30),
        "disk_used": st.integers(1, 100),
        "disk_warm_disk": st.integers(10, 400),
        "disk_warm_host": st.integers(10, 900),
        "disk_gbps": st.sampled_from([1, 10, 100]),
    }
)


def listed(sizes: list[int]) -> str:
    return ", ".join(map(str, sizes))


@given(SIZES, PLANS)
def test_all_disks_take_at_least_as_long_as_any_one_of_them(sizes: list[int], plan: dict[str, object]) -> None:
    together = copies(asked(**plan, **{LIST: listed(sizes)}))
    for size in set(sizes):
        alone = copies(asked(**plan, **{LIST: str(size)}))
        assert all(one <= whole * (1 + 1e-9) for one, whole in zip(alone, together, strict=True))


@given(SIZES, PLANS, st.data(), st.integers(1, 2000))
def test_a_larger_disk_never_shortens_a_copy(sizes: list[int], plan: dict[str, object], data: st.DataObject, more: int) -> None:
    place = data.draw(st.integers(0, len(sizes) - 1))
    grown = [*sizes[:place], sizes[place] + more, *sizes[place + 1 :]]
    before, after = (copies(asked(**plan, **{LIST: listed(one)})) for one in (sizes, grown))
    assert all(less <= more_ * (1 + 1e-9) for less, more_ in zip(before, after, strict=True))


def test_a_large_disk_beside_a_small_one_takes_as_long_as_alone() -> None:
    both, large = (answered(**ONE, **{LIST: text}) for text in ("100, 1000", "1000"))
    assert both.first == pytest.approx(large.first, rel=0.01)
    assert both.seconds == pytest.approx(1.1 * large.seconds)


def test_a_list_of_equal_disks_is_as_their_number_and_their_sum() -> None:
    assert asked(**{LIST: "3 x 500"}) == asked(disk_gib=1500, disk_disks=3)


def test_what_an_unequal_vm_changes_is_spread_over_its_disks_by_their_size() -> None:
    rates = {"disk_write": 10_000, "disk_set": 110, "disk_cold_host": 100_000, "disk_warm_host": 100_000}
    found = answered(**ONE, **rates, disk_gbps=1600, **{LIST: "100, 1000"})
    assert found.late == pytest.approx(100 * GIB / warm_ceilings(BOOK).disk, rel=0.01)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("20, 3 x 500", [20 * GIB, 500 * GIB, 500 * GIB, 500 * GIB]),
        ("100", [100 * GIB]),
        ("1.5 TiB; 200 GB\n2x10", [1.5 * TIB, 200 * GB, 10 * GIB, 10 * GIB]),
        ("20 + 1 tb", [20 * GIB, TB]),
        (" 1024 ,\t2048 ", [1024 * GIB, 2048 * GIB]),
    ],
)
def test_sizes_are_read_as_people_write_them(text: str, sizes: list[float]) -> None:
    assert read_sizes(text) == tuple(sizes)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1,024", "“1,024” may be one disk or two: write 1024, or a blank after the comma."),
        ("20, 1,843", "“1,843” may be one disk or two"),
        ("", "is empty"),
        ("big", "“big” is not a disk; write sizes in GiB, such as 20, 3 x 500."),
        ("20 bananas", "“bananas” is not a unit"),
        ("0 x 20", "is at least 1"),
        ("0", "“0” is not a size from 0.1 to 1,000,000 GiB"),
        ("9999999", "is not a size"),
        ("61 x 20", f"at most {MOST_DISKS} disks"),
        ("999999 x 20", f"at most {MOST_DISKS} disks"),
        ("-5", "is not a disk"),
        ("nan", "is not a disk"),
    ],
)
def test_what_is_no_list_of_disks_is_refused_with_a_sentence(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=r"disk|size") as found:
        read_sizes(text)
    assert fault in str(found.value)


def test_an_amount_in_all_stands_in_place_of_the_size_of_a_vm() -> None:
    plan = asked(disk_vms=300, disk_total=120).plan
    assert float(plan.vms * plan.disks * plan.disk_bytes) == pytest.approx(120 * TB)
    scaled = asked(disk_vms=300, disk_total=120, **{LIST: "20, 3 x 500"}).plan
    assert float(scaled.vms * scaled.disks * scaled.disk_bytes) == pytest.approx(120 * TB)
    assert scaled.parts[1] == pytest.approx(25 * scaled.parts[0])


# Halves that move together.

RATES = {"disk": st.integers(1, 400), "host": st.integers(1, 1200), "gain": st.integers(100, 200), "all": st.integers(1, 3000)}


@given(st.sampled_from(["cold", "warm"]), st.sampled_from(["disk", "host", "gain", "all"]), st.data())
def test_a_ceiling_given_for_one_way_bounds_the_other_or_the_answer_says_so(way: str, what: str, data: st.DataObject) -> None:
    other = {"cold": "warm", "warm": "cold"}[way]
    value = data.draw(RATES[what]) / (100 if what == "gain" else 1)
    question = asked(**{f"disk_{way}_{what}": value})
    name = "shared" if what == "all" else what
    given_, holds = getattr(getattr(question, way), name), getattr(getattr(question, other), name)
    assert holds <= given_ or value == FIELDS[f"disk_{way}_{what}"].start
    said = sentences.halves(question, other)
    assert ("Still the lab's" in said) == (holds < given_ and bool(question.carried))
    assert ("bounds it too" in said) == (holds == given_ and bool(question.carried))


@pytest.mark.parametrize(
    ("link", "gib", "minutes"),
    [
        ({"disk_gib": 1843.2, "disk_used": 50.7, "disk_hosts": 1, "disk_gbps": 10}, 934.5, 570),
        ({}, 70, 43),
    ],
)
def test_a_warm_copy_does_not_outrun_the_ceiling_that_was_given_for_a_cold_one(
    link: dict[str, object], gib: float, minutes: float
) -> None:
    question = asked(disk_vms=1, disk_cold_disk=28, **link)
    found = answer(question)
    assert found.seconds == pytest.approx(gib * GIB / (28 * MIB), rel=0.01)
    assert found.seconds / 60 == pytest.approx(minutes, rel=0.01)
    assert found.first == pytest.approx(found.seconds)
    assert "Your 28 MiB/s a disk for cold bounds it too." in sentences.halves(question, "warm")


def test_a_way_of_which_the_visitor_says_otherwise_keeps_what_was_said() -> None:
    question = asked(disk_cold_disk=28, disk_warm_disk=50)
    assert (question.cold.disk, question.warm.disk) == (28 * MIB, 50 * MIB)
    assert question.carried == ()


def test_a_higher_ceiling_leaves_the_other_way_at_the_labs_and_says_so() -> None:
    question = asked(disk_cold_disk=143, disk_cold_all=477)
    assert (question.warm.disk, question.warm.shared) == (warm_ceilings(BOOK).disk, 477 * MIB)
    said = sentences.halves(question, "warm")
    assert said == " Your 477 MiB/s in all for cold bounds it too. Still the lab's 73 MiB/s a disk, not 143 as you gave for cold."


def test_what_nobody_changed_is_the_labs_and_carries_nothing() -> None:
    question = asked()
    network = question.cold.network
    assert (question.cold, question.warm) == tuple(
        replace(lab, network=network) for lab in (cold_ceilings(BOOK), warm_ceilings(BOOK))
    )
    assert question.carried == ()
    assert question == asked(**{key: field.start for key, field in FIELDS.items() if field.start is not None})


# Phases that bytes do not make.

KEYS = {row.field: row for row in BOOK.transfer_phases.values() if row.field}
TINY = {"disk_vms": 40, "disk_hosts": 1, "disk_gib": 1, "disk_used": 1}


@pytest.mark.parametrize("key", KEYS)
def test_each_phase_lengthens_what_it_is_part_of_by_its_minutes(key: str) -> None:
    moment = KEYS[key].moment
    none, some = answered(**TINY), answered(**TINY, **{key: 10})
    waves = float(none.cold.waves)
    down, early, seconds = (round((getattr(some, name) - getattr(none, name)) / 600, 3) for name in ("down", "early", "seconds"))
    expected = {
        TransferMoment.ONCE: (0, 0, 1),
        TransferMoment.BEFORE: (1, 0, waves),
        TransferMoment.EACH: (0, 1, 0),
        TransferMoment.OFF: (1, 1, waves),
    }
    assert (down, pytest.approx(early, abs=0.01), seconds) == expected[moment]


def test_a_link_ten_times_as_fast_never_shortens_a_copy_tenfold_while_a_phase_is_counted() -> None:
    plan = {"disk_gbps": 1, "disk_cold_disk": 100_000, "disk_cold_host": 100_000, "disk_cold_gain": 2, "disk_cold_all": 100_000}
    slow, fast = (answered(**plan | {"disk_gbps": gbps, "disk_conversion": 1}).seconds for gbps in (1, 10))
    assert slow / fast < 9.99
    assert answered(**plan).seconds / answered(**plan | {"disk_gbps": 10}).seconds == pytest.approx(10)


def test_consolidation_is_named_beside_a_warm_migration_with_heavy_writes() -> None:
    busy = {"disk_gib": 100, "disk_used": 70, "disk_gbps": 10, "disk_write": 50, "disk_set": 70}
    question = asked(disk_vms=1, disk_hosts=1, **busy)
    assert answer(question).late >= answer(question).down
    assert "consolidation of the snapshot before" in sentences.without_bytes(BOOK, question, "warm")
    assert answered(disk_vms=1, disk_hosts=1, **busy, disk_consolidation=30).early == pytest.approx(
        answer(question).early + 1800, rel=0.2
    )


def test_what_is_not_reckoned_is_named_until_it_is_given() -> None:
    none = sentences.without_bytes(BOOK, asked(), "warm")
    assert "Not included until you enter the minutes" in none
    assert all(row.name in none for row in BOOK.transfer_phases.values())
    given_ = sentences.without_bytes(BOOK, asked(disk_consolidation=20), "warm")
    assert "Counted as you gave them: consolidation of the snapshot before." in given_


def test_writes_go_on_while_a_snapshot_is_consolidated() -> None:
    busy = {"disk_write": 5, "disk_set": 100}
    assert answered(**busy, disk_consolidation=60).late > answered(**busy).late + 3600


# The names, the starts and their sources.


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_every_start_has_a_source_row_or_is_called_an_assumption(field: TransferField) -> None:
    rows = BOOK.transfer_rates.keys() | BOOK.lab_transfers.keys() | BOOK.transfer_phases.keys()
    assert set(field.rows) <= rows
    assert field.start is None or field.rows or "assumption" in field.about
    assert field.about


@pytest.mark.parametrize("bad", ["nan", "inf", "", "many", -1, 1e300, None])
def test_a_number_that_a_field_does_not_take_is_refused_by_its_name(bad: object) -> None:
    for key in FIELDS:
        if bad is not None:
            with pytest.raises(ValueError, match=key):
                question_of(BOOK, {key: bad})


def test_a_name_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"“disk_speed” is not a number of a disk transfer; these are: .*disk_list, .*disk_vms"):
        question_of(BOOK, {"disk_speed": 3})


def test_text_from_a_link_is_taken_like_a_number_from_a_file() -> None:
    assert question_of(BOOK, {"disk_vms": "12", "disk_gbps": "2.5"}) == question_of(BOOK, {"disk_vms": 12, "disk_gbps": 2.5})
    with pytest.raises(ValueError, match="whole numbers only"):
        question_of(BOOK, {"disk_vms": 2.5})


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_ends_of_every_field_have_an_answer(end: str) -> None:
    given_ = {key: getattr(field, end) for key, field in FIELDS.items()}
    for extra in ({}, {LIST: "59 x 1000000, 0.1"}):
        found = answer(question_of(BOOK, given_ | extra))
        assert math.isfinite(found.seconds)
        assert np.isfinite(found.warm.latest).all()
