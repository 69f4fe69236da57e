"""What platforms print goes into the inputs without arithmetic by hand: real print-outs, units, and anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.printouts import FIELDS, Printed, PrintedUnit, Reading
from domain.catalog.vocabulary import Platform, WritePattern
from domain.live_migration.dirty_rates import distinct_rate
from domain.live_migration.printouts.conversions import SIZE_OF, Guessed
from domain.live_migration.printouts.reading import Printout, read
from domain.live_migration.printouts.tokens import MOST_CHARACTERS, MOST_TOKENS, key, tokens
from domain.live_migration.printouts.units import BARE, UNITS, Dimension, quantity
from domain.live_migration.scenario import NUMBERS, Scenario
from domain.quantities.units import GIB, MB, MIB, PAGE
from tests.domain.live_migration.printouts import samples

ROWS = catalog().migration_printouts
GUESSED = Guessed(8, WritePattern.RANDOM)


def reading(text: str, guessed: Guessed = GUESSED) -> Printout:
    return read(text, ROWS.values(), guessed)


def values(found: Printout) -> dict[str, float | bool | None]:
    return {finding.field: finding.value for finding in found.findings}


@pytest.mark.parametrize("name", samples.FILLS)
def test_a_print_out_of_each_tool_fills_the_inputs_in_their_units(name: str) -> None:
    text, fills = samples.FILLS[name]
    found = reading(text)
    assert values(found) == pytest.approx(fills)
    assert all(finding.line.strip() and finding.how for finding in found.findings)
    assert all("dirty rate of 0" in fault for fault in found.faults)


def test_every_platform_has_a_print_out_that_fills_memory_and_link() -> None:
    for platform in Platform:
        filled = {
            finding.field
            for text, _ in samples.FILLS.values()
            for finding in reading(text).findings
            if finding.row.platform is platform
        }
        assert filled >= {"ram_gib", "link_gbps"}, platform


def test_every_row_that_fills_an_input_is_read_from_a_sample() -> None:
    read_rows = {finding.row.id for text, _ in samples.FILLS.values() for finding in reading(text).findings}
    by_hand = {
        "migrate-capabilities-auto-converge": '{"return": [{"state": true, "capability": "auto-converge"}]}',
        "metric-dirty-rate": 'kubevirt_vmi_dirty_rate_bytes_per_second{name="db"} 1048576',
    }
    for id_, text in by_hand.items():
        assert [finding.row.id for finding in reading(text).findings] == [id_]
    assert {id_ for id_, row in ROWS.items() if row.field} == read_rows | by_hand.keys()


def test_a_number_of_one_tool_is_read_by_that_tools_row_although_another_uses_the_same_name() -> None:
    assert reading(samples.HMP).places == ("QEMU info migrate, or QMP query-migrate",)
    assert reading(samples.COMPLETED).places == ("virsh domjobinfo, or the log of virt-launcher",)


def test_no_name_means_two_things_within_one_tool() -> None:
    named = [(row.place, key(name)) for row in ROWS.values() for name in {key(name): name for name in row.printed}.values()]
    assert len(named) == len(set(named))


def test_the_fields_of_the_rows_are_the_scenarios() -> None:
    assert set(FIELDS) <= set(Scenario.__dataclass_fields__)
    assert set(SIZE_OF) == {row.field for row in ROWS.values() if row.reading is Reading.VALUE} | {"dirty_mb_s"}
    assert set(BARE) == set(PrintedUnit) - {
        PrintedUnit.AS_PRINTED,
        PrintedUnit.COUNT,
        PrintedUnit.SWITCH,
        PrintedUnit.MOMENT,
        PrintedUnit.DURATION,
    }


# Units: what is printed counts, what is not is the tool's own with its source, and nothing is guessed.


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.reading is Reading.VALUE], ids=lambda row: row.id)
def test_a_value_is_its_bytes_over_the_inputs_unit_whatever_unit_is_printed(row: Printed) -> None:
    dimension, size = SIZE_OF[row.field]
    for name, unit in row.printed.items():
        for printed, (of, factor) in UNITS.items():
            if of is not dimension or (unit is PrintedUnit.MB_FOR_MIB and printed in ("M", "MB")):
                continue
            amount = NUMBERS[row.field].high * size / factor / 2
            assert quantity(f"{amount:.12g} {printed}", unit).value == pytest.approx(amount * factor), name
            assert dimension is quantity(f"{amount:.12g}{printed}", unit).dimension


@pytest.mark.parametrize(
    ("printed", "unit", "size"),
    [
        ("4 kbytes", PrintedUnit.AS_PRINTED, 4096),
        ("4096", PrintedUnit.BYTES, 4096),
        ("4096MB", PrintedUnit.MB_FOR_MIB, 4 * GIB),
        ("4096", PrintedUnit.MB_FOR_MIB, 4 * GIB),
        ("4096 MB", PrintedUnit.AS_PRINTED, 4096 * MB),
        ("64Mi", PrintedUnit.BYTES, 64 * MIB),
        ("64M", PrintedUnit.BYTES, 64 * MB),
        ("931.354 MB/s", PrintedUnit.AS_PRINTED, 931.354 * MB),
        ("101.960 MiB/s", PrintedUnit.AS_PRINTED, 101.96 * MIB),
        ("8 Mbps", PrintedUnit.AS_PRINTED, MB),
        ("4", PrintedUnit.MIB_S, 4 * MIB),
    ],
)
def test_what_a_tool_means_by_its_unit(printed: str, unit: PrintedUnit, size: float) -> None:
    assert quantity(printed, unit).value == pytest.approx(size)


@pytest.mark.parametrize(
    "printed", ["8", "8 parsecs", "8 blocks/s", "1,024 MiB", "1.024.000 B", "eight GiB", "", "8e999 B", "9" * 40]
)
def test_a_number_without_a_unit_an_unknown_one_or_two_readings_is_refused_in_a_sentence(printed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        quantity(printed, PrintedUnit.AS_PRINTED)


def test_memory_without_a_unit_where_the_tool_always_writes_one_is_asked_about() -> None:
    found = reading("Memory total:     32")
    assert not found.findings
    assert "has no unit that is understood" in found.faults[0]


@given(
    writes=st.floats(1, 5_000),
    seconds=st.floats(1, 60),
    working_set=st.floats(4, 512),
    pattern=st.sampled_from(WritePattern),
)
def test_writes_printed_as_distinct_pages_come_back_as_writes(
    writes: float, seconds: float, working_set: float, pattern: WritePattern
) -> None:
    pages = round(distinct_rate(writes * MB, working_set * GIB, seconds, pattern) / PAGE)
    found = reading(f"Dirty rate:       {pages} pages/s\nPage size: {PAGE} bytes", Guessed(working_set, pattern, seconds))
    assert found.asks_seconds
    for finding in found.findings:
        again = distinct_rate(float(finding.value or 0) * MB, working_set * GIB, seconds, pattern)
        assert again == pytest.approx(pages * PAGE, rel=1e-3)
    assert found.findings or "cannot be told" in found.faults[0]


def test_pages_of_another_size_are_not_taken_for_4_kib() -> None:
    small, large = (reading(f"Dirty rate: 1000 pages/s\nPage size: {size} bytes").findings[0].value for size in (4096, 65_536))
    assert float(large or 0) == pytest.approx(16 * float(small or 0), rel=0.01)


def test_a_period_that_is_printed_is_not_asked_for_and_a_rate_over_all_of_the_working_set_is_not_believed() -> None:
    assert not reading(samples.DIRTY_RATE).asks_seconds
    (fault,) = reading(samples.DIRTY_RATE, Guessed(1, WritePattern.RANDOM)).faults
    assert "the writes cannot be told" in fault


def test_milliseconds_are_not_taken_for_seconds() -> None:
    by_ms = samples.DIRTY_RATE.replace('10, "calc-time-unit": "second"', '10000, "calc-time-unit": "millisecond"')
    assert values(reading(by_ms)) == values(reading(samples.DIRTY_RATE))


# Whose numbers they are.


def test_two_vms_are_not_mixed_and_one_can_be_chosen() -> None:
    text = samples.METRICS + samples.METRICS.replace('"db"', '"web <b>01</b>"').replace("1.25e+09", "2.5e+09")
    found = reading(text)
    assert not found.findings
    assert found.faults == ("This speaks of 2 VMs, “prod/db”, “prod/web <b>01</b>”; say which one.",)
    of_each = [read(text, ROWS.values(), GUESSED, vm) for vm in found.vms]
    assert [values(one)["link_gbps"] for one in of_each] == [10, 20]
    assert not any(one.faults for one in of_each)


def test_the_total_of_all_instances_is_no_vm() -> None:
    with_total = samples.GET_COUNTER + samples.GET_COUNTER.replace("web01:vm live migration", "_total").replace("11207", "91207")
    assert values(reading(with_total)) == values(reading(samples.GET_COUNTER))


def test_another_tools_period_is_not_taken_for_the_length_of_a_pass() -> None:
    found = reading(samples.DOMJOBINFO + samples.DIRTY_RATE.replace('"dirty-rate": 108, ', "") + "\n")
    assert found.asks_seconds


TIMES = "status:\n  migrationState:\n    startTimestamp: {}\n    endTimestamp: {}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TIMES.format('"2026-11-27T08:00:00Z"', '"2026-11-27T08:02:05Z"'), "2 min 5 s after its start"),
        (TIMES.format("2019-03-29T04:02:47Z", "2019-03-29T03:37:52Z"), "2019-03-29T03:37:52Z"),
        ("RelocateVM  web01  admin  12ms  08:00:00  08:01:23  success [1m23.456s]", "1m23.456s"),
    ],
)
def test_how_long_a_migration_took_is_said_and_fills_nothing(text: str, said: str) -> None:
    found = reading(text)
    assert said in [finding.as_read for finding in found.seen]
    assert not found.findings
    assert not found.faults


def test_of_two_lines_for_one_input_the_first_row_of_the_table_holds_and_the_other_is_shown() -> None:
    found = reading("Memory total: 8 GiB\nkubevirt_vmi_memory_domain_bytes{} 1073741824")
    assert values(found) == {"ram_gib": 8}
    assert [finding.how for finding in found.seen] == ["Not taken; “Memory total: 8 GiB” is."]


def test_a_value_out_of_its_inputs_bounds_is_named() -> None:
    (fault,) = reading("Memory total: 8 KiB").faults
    assert fault.startswith("“Memory total” would be 0.000007629 GiB; Memory is from 0.125 to 24,576")


# Anything at all.


def test_what_nobody_knows_is_said_and_no_more_than_the_bound_is_read() -> None:
    assert reading("") == Printout()
    assert reading("hello: world").faults[0].startswith("Nothing in this text is known")
    found = reading(samples.DOMJOBINFO + "x" * MOST_CHARACTERS)
    assert found.faults[0].startswith("Only the first 20,000 characters")
    assert values(found)["ram_gib"] == 32.01
    assert len(tokens("a=1\n" * MOST_CHARACTERS)) <= MOST_TOKENS


PIECES = st.sampled_from(
    [
        '{"',
        '"\\\\',
        "{}",
        "[" * 500,
        "---- --",
        ":",
        "=",
        ",",
        "\n",
        "  ",
        "~",
        "“",
        "<b>",
        "\x00",
        "9" * 30,
        "1e400",
        "NaN",
        "-5",
        "%",
    ]
    + [name for row in ROWS.values() for name in row.printed]
    + [line for text, _ in samples.FILLS.values() for line in text.splitlines()]
)


@given(st.lists(PIECES | st.text(max_size=30), max_size=40).map("".join))
def test_no_text_raises_and_every_value_that_comes_of_it_is_legal(text: str) -> None:
    found = reading(text)
    for finding in found.findings:
        if finding.field in NUMBERS:
            assert NUMBERS[finding.field].low <= float(finding.value or 0) <= NUMBERS[finding.field].high
    said = " ".join((*found.faults, *(finding.how for finding in (*found.findings, *found.seen))))
    assert "e+" not in said.split("“")[0]


@given(st.sampled_from(list(samples.FILLS)), st.integers(0, 400))
def test_a_print_out_that_is_cut_off_gives_only_what_the_whole_gives(name: str, cut: int) -> None:
    text, fills = samples.FILLS[name]
    whole = text.splitlines()
    found = values(reading("\n".join(whole[: max(0, len(whole) - cut)])))
    assert {field for field in found if field != "zero_percent"} <= set(fills)


def test_dimensions_are_said_in_words() -> None:
    (fault,) = reading("Memory bandwidth: 5 GiB").faults
    assert fault == f"“5 GiB” is {Dimension.BYTES.value}, where {Dimension.BYTES_S.value} is needed."
