"""Lists of VMs as people paste them: classes, spreadsheets, and what cannot be read named by its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.drain.vm_classes import VmClass
from domain.drain.vm_list import MOST_LINES, MOST_VMS, read
from domain.drain.vm_table import LONGEST_NAME
from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities.units import GIB, MB

CALM = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def test_classes_have_a_count_a_size_a_rate_and_may_be_fixed() -> None:
    found = read("20 x 8 GiB @ 20 MB/s, 2×0.5 TiB; 64GiB fixed\n3 * 16")
    assert found.faults == ()
    assert [(c.count, c.ram_bytes / GIB, c.dirty / MB, c.migratable) for c in found.classes] == [
        (20, 8, 20, True),
        (2, 512, 0, True),
        (1, 64, 0, False),
        (3, 16, 0, True),
    ]
    assert found.count == 26


@pytest.mark.parametrize(
    "text",
    [
        "web, 8, 20, yes\ndb, 64, 50, no",
        "name, memory GiB, dirty MB/s, migratable\nweb, 8, 20, yes\ndb, 64, 50, no",
        "Memory (MiB);VM;Migratable;Dirty\n8192;web;true;20\n65536;db;false;50",
        "web\t8 GiB\t20 MB/s\ty\n\ndb\t65536 MiB\t50 MB/s\tfixed",
        'web, 8Gi, 20\n"db", "64", "50", "0"',
    ],
)
def test_lines_of_a_spreadsheet_are_read_with_and_without_heads(text: str) -> None:
    found = read(text)
    assert found.faults == ()
    assert found.classes == (VmClass(1, "web", 8 * GIB, 20 * MB), VmClass(1, "db", 64 * GIB, 50 * MB, False))


def test_a_decimal_comma_is_understood_where_semicolons_separate() -> None:
    assert read("web;1,5;0,5").classes == (VmClass(1, "web", 1.5 * GIB, 0.5 * MB),)


@pytest.mark.parametrize(
    "text",
    [
        "64 GiB @ 50 MB/s in 2 GiB",
        "1 x 64 @ 50 in 2048 MiB",
        "db, 64, 50, yes, 2",
        "VM;Memory (GiB);Dirty;Working set (MiB)\ndb;64;50;2048",
    ],
)
def test_a_working_set_is_read_where_the_list_has_one(text: str) -> None:
    (found,) = read(text).classes
    assert (found.ram_bytes, found.dirty, found.working_set) == (64 * GIB, 50 * MB, 2 * GIB)


def test_without_a_working_set_the_list_says_nothing_of_it() -> None:
    assert {c.working_set for c in read("64 GiB @ 50 MB/s\ndb, 64, 50, yes").classes} == {None}


FAULTS = [
    ("", "is empty"),
    ("name, memory\n", "is empty"),
    ("web", "Line 1: “web” has no memory size"),
    ("web, 8\ndb, much", "Line 2: “much” is not a memory size"),
    ("db, -8", "“-8” is not a memory size"),
    ("db, nan", "“nan” is not a memory size"),
    ("db, 1e300", "“1e300” is not a memory size"),
    ("db, 99999999", "memory of “db” is outside"),
    ("db, 0", "memory of “db” is outside"),
    (", 8", "there is no name"),
    ("db, 8, fast", "“fast” is not a dirty rate"),
    ("db, 8, nan", "dirty rate of “db” is outside"),
    ("db, 8, -1", "dirty rate of “db” is outside"),
    ("db, 8, 1e300", "dirty rate of “db” is outside"),
    ("db, 8, 1, perhaps", "“perhaps” does not say"),
    ("db, 8, 1, yes, much", "“much” is not the size of a working set"),
    ("db, 8, 1, yes, 9", "working set of “db” is not above 0 and at most its memory"),
    ("8 GiB @ 1 MB/s in 0 GiB", "is not above 0 and at most its memory"),
    ("8 GiB, rubbish", "Line 1: “rubbish” is not a class"),
    ("0 x 8 GiB", "has no VM"),
    ("3 x 0 GiB", "memory of “3 x 0 GiB” is outside"),
    ("3 x 8 GiB @ 999999 MB/s", "dirty rate of"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_what_cannot_be_read_is_named_with_its_line(text: str, sentence: str) -> None:
    faults = read(text).faults
    assert len(faults) == 1
    assert sentence in faults[0]
    assert faults[0].endswith(".")


def test_a_bad_line_or_class_does_not_cost_the_others() -> None:
    found = read("8 GiB, rubbish, 2 x 16 GiB\nweb, what\ndb, 64")
    assert [c.count for c in found.classes] == [1, 2, 1]
    assert len(found.faults) == 2


def test_a_list_is_bounded_and_says_so() -> None:
    many = read("\n".join(f"vm{n}, 8" for n in range(MOST_LINES + 7)))
    assert (many.count, many.faults) == (MOST_LINES, ("The list has 507 lines; the first 500 are read.",))
    assert read("999999 x 8 GiB").count == MOST_VMS
    assert read("400 x 8 GiB, 400 x 16 GiB").classes[1].count == MOST_VMS - 400
    assert len(read(f"{'n' * 500}, 8").classes[0].name) == LONGEST_NAME


PIECE = st.one_of(
    st.text(max_size=12),
    st.sampled_from([",", ";", "\t", "\n", " x ", "8", "GiB", "@", "MB/s", "fixed", '"', "name", "memory", "1e999"]),
)


@CALM
@given(text=st.lists(PIECE, max_size=30).map("".join))
def test_any_text_gives_vms_within_bounds_or_a_sentence(text: str) -> None:
    found = read(text)
    assert found.classes or found.faults
    for c in found.classes:
        assert 1 <= c.count <= MOST_VMS
        assert SMALLEST_GIB * GIB <= c.ram_bytes <= LARGEST_GIB * GIB
        assert 0 <= c.dirty < float("inf")


@pytest.mark.parametrize(
    ("size", "amount"), [("8 GB", 8e9), ("8 GiB", 8 * 2**30), ("2 TB", 2e12), ("512 MiB", 2**29), ("8", 8 * 2**30)]
)
def test_a_size_is_in_the_unit_it_is_written_in(size: str, amount: float) -> None:
    assert [vm.ram_bytes for vm in read(f"1 x {size}").classes] == [amount]
