"""What a print-out says: which input, which value, read where and how converted, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from domain.catalog.records.printouts import Printed, PrintedUnit, Reading
from domain.live_migration.printouts.conversions import (
    Guessed,
    Read,
    bounded,
    lasted,
    seconds_of,
    value_of,
    writes_of,
    zeros_of,
)
from domain.live_migration.printouts.tokens import MOST_CHARACTERS, Token, key, tokens
from domain.live_migration.printouts.units import quantity
from domain.quantities.wording import counted, quoted

Value = float | bool

MOST_NAMED = 3
ON, OFF = ("true", "on", "yes"), ("false", "off", "no")
ALLOWED = {True: "on", False: "off"}


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

    `asks_seconds`: a dirty rate is printed without the time over which it was counted. `vms`: the names of the VMs that it
    speaks of, if it names any. Strangers' words stand in “quotation marks” in the sentences.
    """

    places: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    seen: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()
    asks_seconds: bool = False
    vms: tuple[str, ...] = ()


_Known = dict[str, list[tuple[Printed, PrintedUnit]]]
"""The rows that have a name, and the unit of a number without one."""


def read(text: str, rows: Iterable[Printed], guessed: Guessed, vm: str = "") -> Printout:
    """Read a print-out, or several, of one VM: of `vm`, where several are named. Never raises; MOST_CHARACTERS are read."""
    known, faults = _known(rows), list[str]()
    if len(text) > MOST_CHARACTERS:
        faults.append(f"Only the first {MOST_CHARACTERS:,} characters are read; what comes after them is left out.")
    matched = _matched(tokens(text), known)
    if text.strip() and not matched:
        faults.append("Nothing in this text is known. The table below lists which print-outs are read, and which of their lines.")
    vms = tuple(dict.fromkeys(token.subject for _, _, token in matched if token.subject))
    if len(vms) > 1 and vm not in vms:
        names = ", ".join(quoted(name) for name in vms[:MOST_NAMED])
        more = f" and {counted(len(vms) - MOST_NAMED, 'other')}" if len(vms) > MOST_NAMED else ""
        faults.append(f"This speaks of {counted(len(vms), 'VM')}, {names}{more}; say which one.")
        return Printout(_places(row for row, _, _ in matched), faults=tuple(faults), vms=vms)
    if len(vms) > 1:
        matched = [one for one in matched if one[2].subject in ("", vm)]
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
            one.amount and one.amount.value and one.row.reading is Reading.DISTINCT and not seconds_of(one.row, reads)
            for one in reads
        ),
        vms,
    )


def _reads(matched: Iterable[tuple[Printed, PrintedUnit, Token]], faults: list[str]) -> Iterator[Read]:
    """The tokens with their amounts; of what has none, a sentence is put to the faults."""
    for row, unit, token in matched:
        try:
            yield Read(row, token, None if row.reading is Reading.SWITCH else quantity(token.value, unit))
        except ValueError as fault:
            faults.append(f"{quoted(token.name)}: {fault}")


def _by_row(reads: Iterable[Read], known: _Known) -> list[Read]:
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


def _finding(row: Printed, reads: Sequence[Read], every: Sequence[Read], guessed: Guessed) -> Finding:
    """What the readings of one row come to. ValueError, a sentence, if they fill no input."""
    if row.reading is Reading.SWITCH:
        return _switch(row, reads[-1])
    amounts = [one.amount for one in reads if one.amount is not None]
    rate = row.reading is Reading.DISTINCT or row.field == "link_gbps"
    best = max(range(len(amounts)), key=lambda place: amounts[place].value) if rate else len(amounts) - 1
    line, amount = reads[best].token.line, amounts[best]
    of = f" The highest of {len(amounts)}." if rate and len(amounts) > 1 else ""
    if row.reading is Reading.VALUE:
        value, how = value_of(row.field, amount)
    elif row.reading is Reading.DISTINCT:
        value, how = writes_of(row, amount, every, guessed)
    elif row.reading is Reading.ZERO:
        value, how = zeros_of(amount, every)
    else:
        return Finding(row, line, lasted(row, amount, every) or amount.as_read, row.converted)
    measured = row.reading is not Reading.DISTINCT or bool(seconds_of(row, every))
    return Finding(row, line, amount.as_read, how + of, row.field, bounded(row.field, value, reads[best].token.name), measured)


def _switch(row: Printed, one: Read) -> Finding:
    said = one.token.value.lower()
    if said not in ON + OFF:
        raise ValueError(f"{quoted(one.token.name)}: {quoted(one.token.value)} is neither on nor off.")
    return Finding(row, one.token.line, one.token.value, ALLOWED[said in ON], row.field, said in ON)
