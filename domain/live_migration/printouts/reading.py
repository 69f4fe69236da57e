"""What a print-out says for the studio: which input, which value, read where and how converted, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from domain.catalog.records.printouts import Printed, PrintedUnit, Reading
from domain.catalog.vocabulary import WritePattern
from domain.live_migration.dirty_rates import write_rate
from domain.live_migration.printouts.tokens import MOST_CHARACTERS, Token, key, tokens
from domain.live_migration.printouts.units import Dimension, Quantity, in_words, quantity
from domain.live_migration.scenario import NUMBERS
from domain.quantities.units import GBIT, GIB, KIB, MB, MIB, PAGE
from domain.quantities.wording import amount_in_words, counted, quoted, rate_in_words

Value = float | bool

MOST_SUBJECTS = 3
NO_LIMIT = 2.0**62
"""QEMU prints "no limit" as the largest number of bytes per second that it holds, just below 2^63."""

DIGITS = 6
"""Significant digits of a value that goes into an input."""

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

ON, OFF = ("true", "on", "yes"), ("false", "off", "no")
ALLOWED = {True: "on", False: "off"}


@dataclass(frozen=True)
class Guessed:
    """What a rate of distinct pages is converted with where the print-out does not say it.

    `working_set_gib` and `pattern` of the guest; `seconds` over which pages were counted.
    """

    working_set_gib: float
    pattern: WritePattern
    seconds: float = 1.0


@dataclass(frozen=True)
class Finding:
    """A value for an input: the row of the catalogue that knows it, the line it was read from, and how it was converted.

    `value` in the unit of the input `field`; None for what fills none. `measured`: nothing in it was guessed.
    """

    row: Printed
    line: str
    as_read: str
    how: str
    field: str = ""
    value: Value | None = None
    measured: bool = True


@dataclass(frozen=True)
class Printout:
    """What was recognised (`places`), what fills inputs, what was only seen, and sentences on what could not be read.

    `asks_seconds`: a dirty rate is printed without the time over which it was counted. Strangers' words stand in “quotation
    marks” in the sentences.
    """

    places: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    seen: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()
    asks_seconds: bool = False


@dataclass(frozen=True)
class _Read:
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


_Known = dict[str, list[tuple[Printed, PrintedUnit]]]
"""The rows that have a name, and the unit of a number without one."""


def read(text: str, rows: Iterable[Printed], guessed: Guessed) -> Printout:
    """Read a print-out, or several of one VM. Never raises; at most MOST_CHARACTERS of it are read."""
    known, faults = _known(rows), list[str]()
    if len(text) > MOST_CHARACTERS:
        faults.append(f"Only the first {MOST_CHARACTERS:,} characters are read; what comes after them is left out.")
    matched = _matched(tokens(text), known)
    if text.strip() and not matched:
        faults.append("Nothing in this is known. The table below says which print-outs are read, and what of them.")
    subjects = sorted({token.subject for _, _, token in matched if token.subject})
    if len(subjects) > 1:
        names = ", ".join(quoted(subject) for subject in subjects[:MOST_SUBJECTS])
        faults.append(f"This speaks of {counted(len(subjects), 'VM')}, {names}; paste the lines of one of them.")
        return Printout(_places(row for row, _, _ in matched), faults=tuple(faults))
    reads = list(_reads(matched, faults))
    taken, seen = dict[str, Finding](), list[Finding]()
    for (_, row), group in groupby(_by_row(reads, known), key=lambda one: (one.name, one.row)):
        try:
            finding = _finding(row, list(group), reads, guessed)
        except ValueError as fault:
            faults.append(str(fault))
            continue
        first = taken.setdefault(finding.field, finding) if finding.field else None
        if first is not finding:
            seen.append(replace(finding, field="", value=None, how=_not_taken(first)) if first else finding)
    return Printout(
        _places(one.row for one in reads),
        tuple(taken.values()),
        tuple(seen),
        tuple(dict.fromkeys(faults)),
        any(
            one.amount and one.amount.value and one.row.reading is Reading.DISTINCT and not _seconds(one.row, reads)
            for one in reads
        ),
    )


def _reads(matched: Iterable[tuple[Printed, PrintedUnit, Token]], faults: list[str]) -> Iterator[_Read]:
    """The tokens with their amounts; of what has none, a sentence is put to the faults."""
    for row, unit, token in matched:
        try:
            yield _Read(row, token, None if row.reading is Reading.SWITCH else quantity(token.value, unit))
        except ValueError as fault:
            faults.append(f"{quoted(token.name)}: {fault}")


def _by_row(reads: Iterable[_Read], known: _Known) -> list[_Read]:
    """In the order of the rows, which decides where two fill the same input."""
    order = list(dict.fromkeys(row.id for found in known.values() for row, _ in found))
    return sorted(reads, key=lambda one: (order.index(one.row.id), one.name))


def _not_taken(instead: Finding) -> str:
    return f"Not taken; {quoted(instead.line.strip())} is."


def _known(rows: Iterable[Printed]) -> _Known:
    known: _Known = {}
    for row in rows:
        for name, unit in row.printed.items():
            known.setdefault(_path(name), []).append((row, unit))
    return known


def _matched(given: Sequence[Token], known: _Known) -> list[tuple[Printed, PrintedUnit, Token]]:
    """The tokens that are known, with their row; of two tools that use the same name, the one that more of the text is of."""
    found = [(token, candidates) for token in given if (candidates := _candidates(token, known))]
    often = Counter(row.place for _, candidates in found for row in {row.id: row for row, _ in candidates}.values())
    return [(*max(candidates, key=lambda one: often[one[0].place]), token) for token, candidates in found]


def _path(name: str) -> str:
    return ">".join(key(part) for part in name.split(" > "))


def _candidates(token: Token, known: _Known) -> list[tuple[Printed, PrintedUnit]]:
    """The rows that know the token, by its name and what it is part of, else by its name alone."""
    parts = _path(token.name).split(">")
    return next((found for begin in range(len(parts)) if (found := known.get(">".join(parts[begin:])))), [])


def _places(rows: Iterable[Printed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.place for row in rows))


def _finding(row: Printed, reads: Sequence[_Read], every: Sequence[_Read], guessed: Guessed) -> Finding:
    """What the readings of one row come to. ValueError, a sentence, if they fill no input."""
    if row.reading is Reading.SWITCH:
        return _switch(row, reads[-1])
    amounts = [one.amount for one in reads if one.amount is not None]
    rate = row.reading is Reading.DISTINCT or row.field == "link_gbps"
    best = max(range(len(amounts)), key=lambda place: amounts[place].value) if rate else len(amounts) - 1
    line, amount = reads[best].token.line, amounts[best]
    of = f" The highest of {len(amounts)}." if rate and len(amounts) > 1 else ""
    if row.reading is Reading.VALUE:
        value, how = _value(row.field, amount)
    elif row.reading is Reading.DISTINCT:
        value, how = _writes(row, amount, every, guessed)
    elif row.reading is Reading.ZERO:
        value, how = _zeros(amount, every)
    else:
        return Finding(row, line, amount.as_read, row.converted)
    measured = row.reading is not Reading.DISTINCT or bool(_seconds(row, every))
    return Finding(row, line, amount.as_read, how + of, row.field, _bounded(row.field, value, reads[best].token.name), measured)


def _bounded(field: str, value: float, name: str) -> float:
    number, shown = NUMBERS[field], float(f"{value:.{DIGITS}g}")
    if not number.low <= shown <= number.high:
        raise ValueError(
            f"{quoted(name)} would be {in_words(shown)} {number.unit}; "
            f"{number.label} is from {in_words(number.low)} to {in_words(number.high)}."
        )
    return shown


def _switch(row: Printed, one: _Read) -> Finding:
    said = one.token.value.lower()
    if said not in ON + OFF:
        raise ValueError(f"{quoted(one.token.name)}: {quoted(one.token.value)} is neither on nor off.")
    return Finding(row, one.token.line, one.token.value, ALLOWED[said in ON], row.field, said in ON)


def _value(field: str, amount: Quantity) -> tuple[float, str]:
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
    return value, f"{amount.as_read}{' a second' if per_second else ''} = {in_words(value)} {unit}."


def _writes(row: Printed, amount: Quantity, every: Sequence[_Read], guessed: Guessed) -> tuple[float, str]:
    """Writes per second, in MB/s, of a rate that counts each page once."""
    page, by_page = float(PAGE), ""
    if amount.dimension is Dimension.PAGES_S:
        page, printed = _page(every)
        by_page = f" of {page / KIB:g} KiB{'' if printed else ', as no page size is printed,'}"
    elif amount.dimension is not Dimension.BYTES_S:
        raise ValueError(f"{quoted(amount.as_read)} is {amount.dimension.value}, where a rate is needed.")
    rate = amount.value * (page if amount.dimension is Dimension.PAGES_S else 1)
    told = _seconds(row, every)
    seconds = told or guessed.seconds
    if not rate and not told:
        raise ValueError("A dirty rate of 0 is not taken: QEMU prints it in the first pass and after the end, too.")
    within = _helper(every, "working_set_gib")
    working_set = within.value if within else guessed.working_set_gib * GIB
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


def _seconds(row: Printed, every: Sequence[_Read]) -> float:
    """Over how many seconds the tool counted; 0 where it does not say."""
    printed = _helper(every, Reading.PERIOD)
    return row.seconds or (printed.value if printed and printed.dimension is Dimension.SECONDS else 0.0)


def _zeros(amount: Quantity, every: Sequence[_Read]) -> tuple[float, str]:
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


def _page(every: Sequence[_Read]) -> tuple[float, bool]:
    """Bytes of a page, and whether they are printed."""
    printed = _helper(every, Reading.PAGE_SIZE)
    return (printed.value, True) if printed and printed.dimension is Dimension.BYTES and printed.value else (PAGE, False)


def _helper(every: Sequence[_Read], what: str) -> Quantity | None:
    """The last amount that was read as `what`, a way of reading or a field."""
    amounts = [one.amount for one in every if one.amount is not None and what in (one.row.reading, one.row.field)]
    return amounts[-1] if amounts else None
