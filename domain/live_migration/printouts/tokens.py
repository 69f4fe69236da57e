"""Takes a print-out apart: names with their values, whatever the tool writes around them. Knows no tool's names.

Bounded in what it reads, and it never raises: what has no form that is known gives nothing.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

MOST_CHARACTERS, MOST_LINES, LONGEST_LINE, MOST_TOKENS = 20_000, 1_000, 2_000, 5_000
DEEPEST, TOTAL = 20, "_total"


class Token(NamedTuple):
    """A name as `part > name`, its value as printed, the line, and what it is said of: a VM, an instance; empty if unsaid."""

    name: str
    value: str
    line: str
    subject: str = ""


_COUNTER = re.compile(
    r"\\\\(?P<host>[^\\]{1,80})\\(?P<object>[^\\(]{1,80})(?:\((?P<instance>[^\\]{0,200})\))?\\(?P<counter>.{1,100})"
)
_METRIC = re.compile(r"([a-z_]\w{2,100})\{([^}]{0,1000})\}\s+([\d.eE+-]{1,30})(?:\s+\d{1,15})?$")
_LABEL = re.compile(r'(\w{1,60})="([^"]{0,200})"')
_EQUALS = re.compile(r"([A-Za-z][\w.-]{1,80})=(\S{1,200})$")
_COLON = re.compile(r'([ \t]*(?:- )*)"?([A-Za-z][^:="]{0,80}?)"?[ \t]*:(?:[ \t]+(\S.*?))?,?[ \t]*$')
_PAIR = re.compile(r"(\w{1,40})=([\d.]{1,30}(?: ?[A-Za-z]{1,5})?)(?=,|$|\s)")
_LOGGED = re.compile(r"\b([A-Z][A-Za-z]{2,40}):(\d{1,20}(?:\.\d{1,6})?[A-Za-z]{0,5}(?:/s)?)(?=\s|$|\")")
_BANDWIDTH = re.compile(r"(switchover time goal|network bandwidth)(?: of| ~)\s?([\d.]{1,20} (?:seconds|MB/s))")
_TASK = re.compile(r"((?:Relocate|Migrate)VM) .{0,200}?\bsuccess\s+\[([\dhms.]{1,40})\]")
_RULE = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})*[ \t]*$")
_NAMES = ("name", "vmi", "vm")
NAMED = ("namespace", *_NAMES)


def key(name: str) -> str:
    """A name without what tools write it with: spaces, dashes, underscores and capitals."""
    return re.sub(r"[\s_\-]", "", name).lower()


def tokens(text: str) -> list[Token]:
    """Every name with a value that the print-out has, in its order; at most MOST_TOKENS."""
    whole = text[:MOST_CHARACTERS].splitlines()[:MOST_LINES]
    found = _json(text[:MOST_CHARACTERS].strip()) or _csv(whole) or _lines([line[:LONGEST_LINE].rstrip() for line in whole])
    return [token for token, _ in zip(found, range(MOST_TOKENS), strict=False)]


def _json(text: str) -> list[Token]:
    """Objects of JSON, one after the other, if the text begins with one."""
    found: list[Token] = []
    while text.startswith(("{", "[")):
        try:
            value, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            break
        found.extend(_walk(value, ()))
        text = text[end:].lstrip()
    return found


def _walk(value: Any, path: tuple[str, ...]) -> Iterator[Token]:
    if len(path) > DEEPEST:
        return
    if isinstance(value, dict):
        if "capability" in value and "state" in value:
            yield from _walk(value["state"], (*path, str(value["capability"])))
        for name, inner in value.items():
            unit = value.get(f"{name}-unit")
            yield from _walk(f"{inner} {unit}" if isinstance(unit, str) else inner, (*path, str(name)))
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, path)
    elif path and value is not None:
        said = ("false", "true")[value] if isinstance(value, bool) else str(value)[:LONGEST_LINE]
        yield from _logged(said)
        yield Token(" > ".join(path[-3:]), said, f"{path[-1]}: {said}"[:LONGEST_LINE])


def _csv(lines: Sequence[str]) -> list[Token]:
    """Columns of performance counters, as typeperf and esxtop in batch mode write them; a token a sample."""
    first = next((place for place, line in enumerate(lines) if '"\\\\' in line), None)
    if first is None:
        return []
    try:
        head, *rows = csv.reader(lines[first:])
    except csv.Error:
        return []
    columns = [_counter(cell) for cell in head]
    return [
        Token(column.name, cell.strip(), f"{column.line}: {cell.strip()}", column.subject)
        for row in rows
        if len(row) == len(head)
        for column, cell in zip(columns, row, strict=True)
        if column is not None and column.subject.lower() != TOTAL and cell.strip()[:1].isdigit()
    ]


def _counter(path: str) -> Token | None:
    """A counter's path as a token without a value; the VM is the instance, without the number or the role beside it."""
    found = _COUNTER.search(path)
    if found is None:
        return None
    counter = found["counter"].rstrip(" :")
    instance = re.sub(r"^\d+:|:[^:]*$", "", found["instance"] or "")
    return Token(f"{found['object']} > {counter}", "", f"{found['object']}\\{counter}", instance)


def _lines(lines: Sequence[str]) -> Iterator[Token]:
    above: list[tuple[int, str]] = []
    subject, waiting = "", None
    rest = enumerate(lines)
    for place, line in rest:
        stripped = line.strip()
        if waiting is not None and stripped:
            yield waiting._replace(value=stripped, line=f"{waiting.line}: {stripped}")
            waiting = None
        elif place + 1 < len(lines) and _RULE.match(lines[place + 1]) and stripped:
            yield from _table(line, lines[place + 1 :])
        elif stripped.endswith(":") and (counter := _counter(stripped)):
            waiting = counter if counter.subject.lower() != TOTAL else None
        elif metric := _METRIC.match(stripped):
            labels = dict(_LABEL.findall(metric[2]))
            yield Token(metric[1], metric[3], line, "/".join(labels[name] for name in NAMED if name in labels))
        elif (begin := line.find('{"')) >= 0 and not line[0].isspace() and (inner := _json(line[begin:])):
            yield from inner
        elif logged := _logged(line):
            yield from logged
        elif equals := _EQUALS.match(stripped):
            yield Token(equals[1], equals[2], line, subject)
        elif colon := _COLON.match(line):
            subject = (colon[3] or "").strip("'\"") if colon[2] == "Domain" else subject
            yield from _named(colon, above, line, subject)


def _logged(line: str) -> list[Token]:
    """What virt-launcher, the VMkernel and govc write into a line."""
    return [Token(one[1], one[2], line) for pattern in (_LOGGED, _BANDWIDTH, _TASK) for one in pattern.finditer(line)]


def _named(colon: re.Match[str], above: list[tuple[int, str]], line: str, subject: str) -> Iterator[Token]:
    """A line `name: value`, which belongs to the less indented ones above it; or `name: a=1, b=2`."""
    indent, name, value = len(colon[1].expandtabs(8)), colon[2].strip(), (colon[3] or "").strip("'\"")
    while above and above[-1][0] >= indent:
        above.pop()
    path = [one for _, one in above[-2:]] + [name]
    if pairs := _PAIR.findall(value):
        yield from (Token(" > ".join((name, one)), amount, line, subject) for one, amount in pairs)
    elif value:
        yield Token(" > ".join(path), value, line, subject)
    above.append((indent, name))
    del above[:-DEEPEST]


def _table(head: str, below: Sequence[str]) -> Iterator[Token]:
    """A table of PowerShell: heads, a rule of dashes, and rows until an empty line; the first column is the name."""
    starts = [found.start() for found in re.finditer(r"-{2,}", below[0])]
    ends = [*starts[1:], LONGEST_LINE]
    heads = [head[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    for row in below[1:]:
        if not row.strip():
            return
        cells = [row[a:b].strip() for a, b in zip(starts, ends, strict=True)]
        yield from (Token(name, cell, row, cells[0]) for name, cell in zip(heads, cells, strict=True) if name and cell)
