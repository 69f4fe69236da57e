"""What a printed amount is in the unit of its input: sizes and rates, distinct pages as writes, pages as a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.catalog.records.printouts import Printed, Reading
from domain.catalog.vocabulary import WritePattern
from domain.live_migration.dirty_rates import write_rate
from domain.live_migration.printouts.tokens import Token, key
from domain.live_migration.printouts.units import Dimension, Quantity, in_words
from domain.live_migration.scenario import NUMBERS
from domain.quantities.units import GBIT, GIB, KIB, MB, MIB, PAGE
from domain.quantities.wording import amount_in_words, duration_in_words, quoted, rate_in_words

NO_LIMIT = 2.0**62
"""QEMU prints "no limit" as the largest number of bytes per second that it holds, just below 2^63."""

DIGITS = 4
"""Significant digits of a value that goes into an input, which a measurement deserves; whole numbers keep all of theirs."""

SIZE_OF = {
    "ram_gib": (Dimension.BYTES, GIB),
    "working_set_gib": (Dimension.BYTES, GIB),
    "dirty_mb_s": (Dimension.BYTES_S, MB),
    "link_gbps": (Dimension.BYTES_S, GBIT),
    "bandwidth_per_migration_mib_s": (Dimension.BYTES_S, MIB),
    "downtime_limit_ms": (Dimension.SECONDS, 1e-3),
    "completion_timeout_per_gib": (Dimension.SECONDS, 1),
}
"""What an input counts, and one of its units in bytes, bytes per second or seconds (NUMBERS of the scenario)."""


@dataclass(frozen=True)
class Guessed:
    """What a rate of distinct pages is converted with where the print-out does not say it.

    `working_set_gib` and `pattern` of the guest; `seconds` over which pages were counted. `of_ram_gib`: the memory that the
    working set is a share of, and goes with; 0 where it stands by itself.
    """

    working_set_gib: float
    pattern: WritePattern
    seconds: float = 1.0
    of_ram_gib: float = 0.0


@dataclass(frozen=True)
class Read:
    """A token that a row knows; `amount` None for a switch."""

    row: Printed
    token: Token
    amount: Quantity | None

    @property
    def name(self) -> str:
        """The token's name where each of the row's names is told by itself, since none of them fills an input."""
        return key(self.token.name) if self.row.reading is Reading.SEEN else ""

    @property
    def as_read(self) -> str:
        return self.amount.as_read if self.amount else self.token.value


def bounded(field: str, value: float, name: str) -> float:
    number, shown = NUMBERS[field], float(f"{value:.{DIGITS}g}") if value < 10**DIGITS else float(round(value))
    if not number.low <= shown <= number.high:
        raise ValueError(
            f"{quoted(name)} would be {in_words(shown)} {number.unit}; "
            f"{number.label} is from {in_words(number.low)} to {in_words(number.high)}."
        )
    return shown


def value_of(field: str, amount: Quantity) -> tuple[float, str]:
    """The same amount in the input's unit; what a limit of bytes means for a rate is a second's."""
    dimension, size = SIZE_OF[field]
    unit = NUMBERS[field].unit
    if field == "bandwidth_per_migration_mib_s" and (amount.value == 0 or amount.value >= NO_LIMIT):
        return 0.0, "No limit."
    per_second = field == "bandwidth_per_migration_mib_s" and amount.dimension is Dimension.BYTES
    whole = field == "completion_timeout_per_gib" and amount.dimension is Dimension.COUNT
    if amount.dimension is not dimension and not per_second and not whole:
        raise ValueError(f"{quoted(amount.as_read)} is {amount.dimension.value}, where {dimension.value} is needed.")
    value = amount.value / size
    same = amount.as_read == f"{in_words(value)} {unit}"
    return value, "As printed." if same else f"{amount.as_read}{' a second' if per_second else ''} = {in_words(value)} {unit}."


def writes_of(row: Printed, amount: Quantity, every: Sequence[Read], guessed: Guessed) -> tuple[float, str]:
    """Writes per second, in MB/s, of a rate that counts each page once."""
    page, by_page = float(PAGE), ""
    if amount.dimension is Dimension.PAGES_S:
        page, printed = _page(every)
        by_page = f" of {page / KIB:g} KiB{'' if printed else ', as no page size is printed,'}"
    elif amount.dimension is not Dimension.BYTES_S:
        raise ValueError(f"{quoted(amount.as_read)} is {amount.dimension.value}, where a rate is needed.")
    rate = amount.value * (page if amount.dimension is Dimension.PAGES_S else 1)
    told = seconds_of(row, every)
    seconds = told or guessed.seconds
    if not rate and not told:
        raise ValueError("A dirty rate of 0 is not used: QEMU also prints it in the first pass and after the end.")
    working_set = _working_set(every, guessed)
    distinct = f"{amount.as_read}{by_page} are {rate_in_words(rate)}, each page once in {seconds:g} s"
    distinct += "" if told else " (not printed)"
    writes = write_rate(rate, working_set, seconds, guessed.pattern)
    if writes is None:
        raise ValueError(
            f"{distinct}: that is all of the working set of {amount_in_words(working_set)}, so the writes cannot be told. "
            "Give a larger working set, or a rate counted over a shorter time."
        )
    how = f"{distinct}; in a working set of {amount_in_words(working_set)}, {guessed.pattern.value}, that takes"
    return writes / MB, f"{how} {rate_in_words(writes)} of writes."


def _working_set(every: Sequence[Read], guessed: Guessed) -> float:
    """Bytes: what is printed, else the guest's, which goes with the memory that is printed if it is a share of it."""
    within, memory = _helper(every, "working_set_gib"), _helper(every, "ram_gib")
    if within:
        return within.value
    grown = memory.value / (guessed.of_ram_gib * GIB) if memory and guessed.of_ram_gib else 1.0
    return guessed.working_set_gib * GIB * grown


def seconds_of(row: Printed, every: Sequence[Read]) -> float:
    """Over how many seconds the tool counted; 0 where it does not say. Another tool's period says nothing."""
    printed = _helper([one for one in every if one.row.place == row.place], Reading.PERIOD)
    return row.seconds or (printed.value if printed and printed.dimension is Dimension.SECONDS else 0.0)


def zeros_of(amount: Quantity, every: Sequence[Read]) -> tuple[float, str]:
    """Zero pages as percent: of the memory once it was gone through, until then of the pages that were looked at."""
    normal, passes, memory = _helper(every, Reading.NORMAL), _helper(every, Reading.PASSES), _helper(every, "ram_gib")
    seen = amount.value + normal.value if normal else 0.0
    if passes is not None and passes.value <= 1 and seen > 0:
        share, of = amount.value / seen, f"{in_words(seen)} pages that the first pass has looked at so far"
    elif memory is not None and memory.value > 0:
        page, _ = _page(every)
        share, of = min(1.0, amount.value * page / memory.value), f"{memory.as_read}, at {page / KIB:g} KiB a page"
    else:
        raise ValueError("The zero pages are printed without the memory that they are a share of; paste that line too.")
    return 100 * share, f"{amount.as_read} are {100 * share:.3g} % of {of}."


def lasted(row: Printed, amount: Quantity, every: Sequence[Read]) -> str:
    """How long something took whose end this is, in words; empty where its beginning is not printed, or comes later."""
    began = _helper([one for one in every if one.row.place == row.place], Reading.BEGAN)
    if row.reading is not Reading.ENDED or began is None or began.value > amount.value:
        return ""
    return f"{duration_in_words(amount.value - began.value)} after its start"


def _page(every: Sequence[Read]) -> tuple[float, bool]:
    """Bytes of a page, and whether they are printed."""
    printed = _helper(every, Reading.PAGE_SIZE)
    return (printed.value, True) if printed and printed.dimension is Dimension.BYTES and printed.value else (PAGE, False)


def _helper(every: Sequence[Read], what: str) -> Quantity | None:
    """The last amount that was read as `what`, a way of reading or a field."""
    amounts = [one.amount for one in every if one.amount is not None and what in (one.row.reading, one.row.field)]
    return amounts[-1] if amounts else None
