"""Reads the YAML files that others write for the product's commands: one case, or a list of them.

They come from strangers: bounded, and every fault is a sentence with its file, its line and the mend.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import process

from domain.catalog.loading import CatalogError
from domain.catalog.reading import Path_, YamlDocument, parse

MAX_BYTES = 1_000_000
"""Largest file that is read."""

NEAR = 70
"""Likeness, of 100, from which another word is proposed."""


class CaseFileError(ValueError):
    """A file cannot be taken; `faults` are sentences, each with file and line."""

    def __init__(self, faults: Collection[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class CaseForm:
    """What a file holds: cases called `what`, in a list under one of `lists`; one alone has one of `alone`. At most `most`."""

    what: str
    lists: Sequence[str]
    alone: Collection[str]
    most: int
    wanted: str
    """What to write instead, for a file that holds none."""


def opened(given: str) -> tuple[str, bytes]:
    """The name and content of a file, - for standard input; no more of it than one byte beyond what is read. OSError."""
    if given == "-":
        return "standard input", sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(given).open("rb") as file:
        return given, file.read(MAX_BYTES + 1)


def asked(given: str, answer: Callable[[str, bytes], Iterable[str]]) -> int:
    """Print the lines that answer a file, or every fault of it; the exit status of the command, 0 or 2."""
    try:
        print(*answer(*opened(given)), sep="\n")
    except OSError as error:
        print(f"{given} cannot be read: {error.strerror or error}.", file=sys.stderr)
        return 2
    except CatalogError as error:
        print(f"The catalogue has {len(error.problems)} problems: run `python -m domain.catalog check`.", file=sys.stderr)
        return 2
    except CaseFileError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        return 2
    return 0


def read(name: str, data: bytes) -> YamlDocument:
    """The file, every single value as it is written there. CaseFileError: too large, or no plain YAML."""
    if len(data) > MAX_BYTES:
        raise CaseFileError([f"{name} has {len(data):,} bytes, and {MAX_BYTES:,} are read; split it."])
    try:
        document = parse(name, data, as_written=True)
    except RecursionError:
        raise CaseFileError([f"{name}:1: has lists within lists, too deep to be read; write one value a field."]) from None
    faults = [f"{name}:{fault.line}: {fault.field or 'the file'} {fault.message}." for fault in document.problems]
    if faults:
        raise CaseFileError(faults)
    return document


def cases(document: YamlDocument, form: CaseForm) -> list[tuple[Path_, dict[str, Any]]]:
    """Each case of the file and where it stands. CaseFileError: it holds none, or too many."""
    found = list(_cases(document, form))
    if len(found) > form.most:
        raise CaseFileError([f"{document.name} lists {len(found):,} {form.what}s, and {form.most:,} are read at once; split it."])
    return found


def _cases(document: YamlDocument, form: CaseForm) -> Iterator[tuple[Path_, dict[str, Any]]]:
    value: Any = document.value
    at: Path_ = ()
    if isinstance(value, dict) and not value.keys().isdisjoint(form.alone):
        yield at, value
        return
    if isinstance(value, dict):
        name = next((name for name in form.lists if name in value), "")
        value, at = value.get(name), (name,)
    if not isinstance(value, list) or not value:
        raise CaseFileError([f"{document.name}:1: holds no {form.what}: {form.wanted}."])
    for place, one in enumerate(value):
        if not isinstance(one, dict):
            line = document.line((*at, place))
            raise CaseFileError([f"{document.name}:{line}: is no {form.what}: {form.wanted}."])
        yield (*at, place), one


def near(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant, as the end of a sentence; empty without one."""
    found = process.extractOne(word, known, score_cutoff=NEAR)
    return f", did you mean {found[0]}?" if found else ""
