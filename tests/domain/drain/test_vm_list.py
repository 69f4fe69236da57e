"""Lists of VMs as people paste them: classes, spreadsheets, and what cannot be read named by its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.drain.vm_classes import VmClass
from domain.drain.vm_list import MOST_LINES, MOST_VMS, read
from domain.drain.vm_table import LONGEST_NAME
from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities.units import GIB, MB

CALM = settings(max_examples=50, deadline=None, derandomize=True, database=None)


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
    ("db, nan", "the first line has no number, so “db”, “nan” are heads"),
    ("db, 1e300", "“1e300” is not a memory size"),
    ("db, 99999999", "memory of “db” is read as 99,999,999 GiB, outside"),
    ("db, 0", "memory of “db” is read as 0 GiB, outside"),
    (", 8", "there is no name"),
    ("db, 8, fast", "“fast” is not a dirty rate"),
    ("db, 8, nan", "“nan” is not a dirty rate"),
    ("db, 8, -1", "“-1” is not a dirty rate"),
    ("db, 8, 1e300", "“1e300” is not a dirty rate"),
    ("db, 8, 999999", "dirty rate of “db” is outside"),
    ("db, 8, 1, perhaps", "“perhaps” does not say"),
    ("db, 8, 1, yes, much", "“much” is not the size of a working set"),
    ("db, 8, 1, yes, 9", "working set of “db” is not above 0 and at most its memory"),
    ("8 GiB @ 1 MB/s in 0 GiB", "is not above 0 and at most its memory"),
    ("8 GiB, rubbish", "Line 1: “rubbish” is not a class"),
    ("0 x 8 GiB", "has no VM"),
    ("3 x 0 GiB", "memory of “3 x 0 GiB” is read as 0 GiB, outside"),
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


INVENTORIES = [
    ("VM,Memory\nweb01,4096", 4, "MiB"),
    ("VM\tMemory\nsql01\t65536", 64, "MiB"),
    ("VM\tMemory\nsql01\t65,536", 64, "MiB"),
    ("VM\tMemory MiB\nsql01\t65,536", 64, None),
    ('VM,Memory\nweb01,"4,096"', 4, "MiB"),
    ("Name,MemoryMB\nweb01,4096", 4, "MiB"),
    ("VM,Size MiB\nweb01,4096", 4, None),
    ("VM,Active Memory,Memory\nweb01,1024,4096", 4, "MiB"),
    ("VM,Powerstate,CPUs,Memory,NICs,Active Memory\nsql01,poweredOn,8,16384,1,1024\nweb01,poweredOff,2,4096,1,0", 16, "MiB"),
    ("VM,Memory MiB\nweb01,4096", 4, None),
    ("Name,MemoryGB\nweb01,16", 16, "GiB"),
    ("Name,State,CPUUsage(%),MemoryAssigned(M)\nweb01,Running,0,4096\noff,Off,0,0", 4, "MiB"),
    ("Name,MemoryAssigned\nweb01,4294967296", 4, "bytes"),
    ("NAME   MEMORY\nweb01  4Gi", 4, None),
    ("VM;Memory MiB\nsql01;65.536", 64, None),
    ("VM;Memory MiB\nsql01;65 536", 64, None),
    ("VM;Memory GiB\nsql01;4,5", 4.5, None),
    ("VM;Memory GiB\nbig;1,024\nsmall;512", 1024, None),
    ("web01,4096\nsql01,65536", 4, "MiB"),
    ("hana, 512, 20", 512, "GiB"),
    ("40 VMs, 16 GiB each", 16, None),
]


@pytest.mark.parametrize(("text", "gib", "named"), INVENTORIES)
def test_what_an_inventory_means_is_read_and_a_reading_that_it_does_not_name_is_said(
    text: str, gib: float, named: str | None
) -> None:
    found = read(text)
    assert found.faults == ()
    assert found.classes[0].ram_bytes == gib * GIB
    said = [notice for notice in found.notices if "read as" in notice]
    assert [named in notice for notice in said] == ([True] if named else [])


QUESTIONS = [
    ("40", "write “40 x 16 GiB” or “1 x 40 GiB”"),
    ("40 VMs", "write “40 x 16 GiB”"),
    ("40 x", "“40 x” is not a number of VMs and their size; write “40 x 16 GiB”"),
    ("40 boxes 16 GB", "write “40 x 16 GB”"),
    ("40 x 16 GiB quickly", "“quickly” is not understood; write “40 x 16 GiB @ 50 MB/s"),
    ("40 x 16 Gbyte", "“Gbyte” is not understood"),
    ("db, much", "“db”, “much” are heads, and none of them is the memory size"),
    ("VM,Provisioned MiB\na,4096", "none of them is the memory size"),
    ("VM,Memory\na,8\nb,4096", "“Memory” names no unit, and its numbers tell none"),
    ("VM,Memory\na,300", "“Memory” names no unit, and its numbers tell none"),
    ("VM;Memory GB\na;4,000", "“4,000” may be 4000 or 4.000"),
    ("web, 3.906 GiB", "“3.906” may be 3906 or 3.906"),
    ("VM,Memory GiB\na,3.906", "“3.906” may be 3906 or 3.906"),
    ("VM;Memory GB\na;15.625", "“15.625” may be 15625 or 15.625"),
    ("20 x 65,536 MiB", "has a comma before three digits"),
    ("VM,Memory\nsql01,65,536", "3 cells under 2 heads"),
    ("web01,4,096", "“096” is not a dirty rate"),
    ("VM\tMemory GiB\nsql01\t65536", "read as 65,536 GiB, outside"),
    ("VM,Memory,Dirty pages/s\na,4096,5", "“Dirty pages/s” is in a unit that is not known here"),
    ("VM,Memory MiB,Powerstate\na,4096,perhaps", "does not say whether the VM runs"),
]


def test_a_working_set_under_a_head_without_a_unit_is_read_as_the_memory_is_and_that_is_said() -> None:
    found = read("VM\tMemory MiB\tWorking set\na\t16384\t4096")
    assert found.classes[0].working_set == 4 * GIB
    assert "“Working set” names no unit and is read as MiB, as the memory is." in found.notices
    assert read("VM\tMemory MiB\tWorking set GiB\na\t16384\t4").notices == ()


@pytest.mark.parametrize(("text", "sentence"), QUESTIONS)
def test_what_has_two_readings_or_none_is_asked_about(text: str, sentence: str) -> None:
    found = read(text)
    assert found.classes == ()
    assert sentence in " ".join(found.faults)


@pytest.mark.parametrize(
    "text",
    [
        "40 VMs 16 GB",
        "40 VMs of 16 GB",
        "40 x 16 GB",
        "40 vms x 16 gb",
        "16 GB x 40",
        "16GB × 40 VMs",
        "40 VMs with 16 GB RAM each",
    ],
)
def test_what_a_newcomer_types_first_is_taken(text: str) -> None:
    found = read(text)
    assert [(c.count, c.ram_bytes) for c in found.classes] == [(40, 16e9)]
    assert found.notices == ("GB is read as 1,000,000,000 bytes; write GiB for the memory that tools show.",)


def test_vms_that_do_not_run_and_templates_are_counted_out_and_said() -> None:
    found = read(
        "VM\tPowerstate\tTemplate\tMemory MiB\na\tpoweredOn\tFalse\t4096\nb\tsuspended\tFalse\t4096\nt\tpoweredOff\tTrue\t4096"
    )
    assert [c.name for c in found.classes] == ["a"]
    assert found.notices == ("Counted out, because nothing of them moves: 1 VM switched off or suspended and 1 template.",)
    assert read("VM\tTemplate\tMemory MiB\ntpl\tTrue\t4096").faults == (
        "Counted out, because nothing of them moves: 1 template. No VM is left.",
    )


@pytest.mark.parametrize(
    ("head", "cell", "mb_s"),
    [
        ("Dirty", "50", 50),
        ("Dirty MiB/s", "50", 52.4288),
        ("Dirty GB/s", "0.5", 500),
        ("Dirty", "500 KB/s", 0.5),
        ("Dirty KB/s", "500", 0.5),
    ],
)
def test_a_dirty_rate_is_in_the_unit_of_its_head_or_its_cell(head: str, cell: str, mb_s: float) -> None:
    assert read(f"VM,Memory GiB,{head}\na,8,{cell}").classes[0].dirty == pytest.approx(mb_s * MB)


def test_a_list_may_say_which_vms_are_on_which_host() -> None:
    listed = read("esx01: 20 x 8 GiB, 2 x 64 GiB\nesx02: 3 x 8 GiB")
    assert [(c.count, c.host) for c in listed.classes] == [(20, "esx01"), (2, "esx01"), (3, "esx02")]
    assert read("VM,Host,Memory MiB\na,h1,4096\nb,h2,8192").hosts == ("h1", "h2")


UNITS = {"MiB": 2**20, "MB": 2**20, "GiB": 2**30, "GB": 2**30, "TiB": 2**40}
SIZES = st.lists(st.sampled_from([256, 512, 1024, 4096, 16384, 65536, 1048576]), min_size=1, max_size=4)


@CALM
@given(
    mib=SIZES,
    unit=st.sampled_from(sorted(UNITS)),
    glued=st.booleans(),
    between=st.sampled_from([",", ".", " ", "'", ""]),
    mark=st.sampled_from(["\t", ";", ","]),
    head=st.sampled_from(["Memory", "RAM", "Size", "Active Memory,Memory"]),
)
def test_no_head_unit_or_mark_of_thousands_changes_a_size_in_silence(
    mib: list[int], unit: str, glued: bool, between: str, mark: str, head: str
) -> None:
    """Each size as the column would have it: it comes back as it was, or is asked about, never off by 1,000 or 1,024."""
    sizes = [size * 2**20 / UNITS[unit] for size in mib]
    written = [f"{size:,.0f}".replace(",", between) if size.is_integer() else f"{size:g}" for size in sizes]
    if not all(size.is_integer() or between in ("", " ", "'") for size in sizes):
        return
    names = ["VM", *head.split(",")]
    names[-1] += ("" if glued else " ") + unit
    rows = [[f"v{n}", *["1"] * (len(names) - 2), f'"{cell}"' if mark == "," else cell] for n, cell in enumerate(written)]
    found = read("\n".join(mark.join(row) for row in [names, *rows]))
    assert found.faults or [c.ram_bytes for c in found.classes] == pytest.approx([size * 2**20 for size in mib], rel=1e-4)


@CALM
@given(mib=SIZES, head=st.sampled_from(["VM,Memory\n", "VM,RAM\n", ""]))
def test_sizes_without_a_unit_are_never_taken_for_another_one_in_silence(mib: list[int], head: str) -> None:
    found = read(head + "\n".join(f"v{n},{size}" for n, size in enumerate(mib)))
    right = [c.ram_bytes for c in found.classes] == [size * 2**20 for size in mib]
    assert found.faults or found.notices or right


@CALM
@given(
    count=st.integers(1, MOST_VMS),
    gib=st.integers(1, 999),
    rate=st.none() | st.integers(1, 999),
    form=st.sampled_from(
        ["{n} x {s}", "{n}x{s}", "{n} VMs {s}", "{n} VMs of {s} RAM", "{n} VMs, {s} each", "{s} x {n}", "{s}×{n} VMs"]
    ),
    before=st.sampled_from([" @ ", ", ", " ", " at ", "; "]),
    unit=st.sampled_from(["GiB", " GiB", " gib", "Gi"]),
)
def test_a_class_means_the_same_however_it_is_written(
    count: int, gib: int, rate: int | None, form: str, before: str, unit: str
) -> None:
    found = read(form.format(n=count, s=f"{gib}{unit}") + (f"{before}{rate} MB/s" if rate else ""))
    assert found.faults == found.notices == ()
    assert [(c.count, c.ram_bytes, c.dirty) for c in found.classes] == [(count, gib * GIB, (rate or 0) * MB)]


@CALM
@given(wrong=st.from_regex(r"[1-9]\d?( ?[a-wyzA-WYZ]{1,9}){0,3}( [1-9]\d?)?( ?Gi?B)?", fullmatch=True))
def test_the_line_that_a_fault_proposes_can_be_read(wrong: str) -> None:
    found = read(wrong)
    for line in (right for fault in found.faults for right in re.findall(r"(?:write|or) “(.*?)”", fault)):
        assert read(line).classes, (wrong, line)


PIECE = st.one_of(
    st.text(max_size=12),
    st.sampled_from([",", ";", "\t", "\n", " x ", "8", "GiB", "@", "MB/s", "fixed", '"', "name", "memory", "1e999"]),
)


@CALM
@given(text=st.lists(PIECE, max_size=30).map("".join))
def test_any_text_gives_vms_within_bounds_or_a_sentence(text: str) -> None:
    found = read(text)
    assert found.classes or found.faults
    assert not any(re.search(r"\de[+-]?\d", part) for part in found.notices)
    for c in found.classes:
        assert 1 <= c.count <= MOST_VMS
        assert SMALLEST_GIB * GIB <= c.ram_bytes <= LARGEST_GIB * GIB
        assert 0 <= c.dirty < float("inf")


@pytest.mark.parametrize(
    ("size", "amount"), [("8 GB", 8e9), ("8 GiB", 8 * 2**30), ("2 TB", 2e12), ("512 MiB", 2**29), ("8", 8 * 2**30)]
)
def test_a_size_is_in_the_unit_it_is_written_in(size: str, amount: float) -> None:
    assert [vm.ram_bytes for vm in read(f"1 x {size}").classes] == [amount]
