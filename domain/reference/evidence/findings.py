"""What is said of a statement, from the texts of the files it cites: shown at its ref or not, changed since or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from domain.catalog.records.evidence import Evidence
from domain.catalog.tables import Facts
from domain.catalog.vocabulary import Grade
from domain.reference.evidence.mirrors import Blob
from domain.reference.evidence.terms import AROUND, WINDOW, Place, look

HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")
COMMIT = re.compile(r"[0-9a-f]{40}")
DIFF_LINES, DIFF_WIDTH = 10, 160
"""Lines of a diff that are shown of a showing, and characters of each."""


class Finding(StrEnum):
    SHOWN = "shown"
    UNCHANGED = "unchanged"
    UNCHANGED_AT_TERMS = "unchanged at its terms"
    CHANGED = "changed since it was read"
    OTHERWISE_SINCE = "otherwise since its release"
    NO_SHOWS = "has no shows"
    NO_REPOSITORY = "repository not there"
    NOT_SHOWN = "not shown"
    NOT_THERE = "ref or file not there"
    NO_LONGER_SHOWN = "no longer shown"
    GONE = "gone"

    @property
    def fails(self) -> bool:
        return self in (Finding.NOT_SHOWN, Finding.NOT_THERE, Finding.NO_LONGER_SHOWN, Finding.GONE)

    @property
    def at_its_ref(self) -> bool:
        """Whether the terms stand in the file at its ref, whatever became of it."""
        others = (Finding.NO_SHOWS, Finding.NO_REPOSITORY, Finding.NOT_SHOWN, Finding.NOT_THERE)
        return self not in others


FROM_BEST = (
    Finding.UNCHANGED,
    Finding.UNCHANGED_AT_TERMS,
    Finding.CHANGED,
    Finding.OTHERWISE_SINCE,
    Finding.NO_LONGER_SHOWN,
    Finding.GONE,
)
"""What can have become of a file in which a showing stands. A statement is as bad as its worst showing."""


class Cited(NamedTuple):
    """A source that is a file of a repository. With a `version` it speaks of that release, whatever later ones do."""

    source: str
    repository: str
    path: str
    ref: str
    version: str

    def __str__(self) -> str:
        ref = self.ref[:9] if COMMIT.fullmatch(self.ref) else self.ref
        return f"{self.source}: {self.repository}:{self.path} at {ref or 'the newest commit, as it has no ref'}"


class Reading(NamedTuple):
    """A cited file as it was read; without a `blob` what is wrong, and in words why."""

    blob: Blob | None
    finding: Finding = Finding.SHOWN
    says: str = ""


Readings = Mapping[Cited, Reading]
Showing = tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A statement that rests on files of repositories; `at` is the dotted path of its part of the record."""

    table: str
    id: str
    at: str
    shows: tuple[Showing, ...]
    cited: tuple[Cited, ...]

    def __str__(self) -> str:
        return f"{self.table}/{self.id} {self.at}".strip()


@dataclass(frozen=True)
class Judged:
    """A statement with what was found; `seen` is where each showing stands at its ref."""

    statement: Statement
    finding: Finding
    details: tuple[str, ...] = ()
    diff: tuple[str, ...] = ()
    seen: tuple[tuple[Showing, tuple[tuple[Cited, Place], ...]], ...] = ()


def statements(facts: Facts) -> Iterator[Statement]:
    """Every primary statement that cites a file of a repository, and any other that says what shows it there."""
    for table, id_, at, part in facts.parts():
        if isinstance(part, Evidence) and (part.grade is Grade.PRIMARY or part.shows):
            sources = [facts.sources[name] for name in part.sources]
            files = tuple(Cited(s.id, s.repository, s.path, s.ref, s.version) for s in sources if s.repository and s.path)
            if files:
                yield Statement(table, id_, at, part.shows, files)


def judge(statement: Statement, pinned: Readings) -> Judged:
    """Whether each of its showings stands in a file that it cites, as of the source's ref."""
    faults = {pinned[cited].finding for cited in statement.cited if pinned[cited].blob is None}
    if not statement.shows:
        nothing = all(pinned[cited].finding is Finding.NO_REPOSITORY for cited in statement.cited)
        return Judged(statement, Finding.NO_REPOSITORY if nothing else Finding.NO_SHOWS)
    seen, details = [], []
    for showing in statement.shows:
        sights = {cited: look(blob.text, showing) for cited in statement.cited if (blob := pinned[cited].blob)}
        places = tuple((cited, sight.place) for cited, sight in sights.items() if sight.place)
        seen.append((showing, places))
        if not places:
            for cited in statement.cited:
                sight = sights.get(cited)
                says = pinned[cited].says if sight is None else _not_seen(showing, sight.missing)
                details.append(f"{cited}: {says}")
    if not details:
        return Judged(statement, Finding.SHOWN, seen=tuple(seen))
    worst = next((one for one in (Finding.NO_REPOSITORY, Finding.NOT_THERE) if one in faults), Finding.NOT_SHOWN)
    return Judged(statement, worst, tuple(dict.fromkeys(details)), seen=tuple(seen))


def _not_seen(showing: Showing, missing: tuple[str, ...]) -> str:
    named = _named(missing or showing)
    return f"has no {named}" if missing else f"has {named}, but not within {WINDOW} lines"


def _named(terms: tuple[str, ...]) -> str:
    return ", ".join(f"“{term}”" for term in terms)


def compare(judged: Judged, pinned: Readings, newest: Readings, diff: Callable[[Cited], str]) -> Judged:
    """What became of a statement that is shown at its ref.

    It has changed if any file that shows it has; it stands as long as one of them does. What is true of a release by its source
    stays true of it: if a later state of that file says otherwise, that is news, and no failure.
    """
    if judged.finding is not Finding.SHOWN:
        return judged
    findings, details, changes = [], [], []
    for showing, places in judged.seen:
        became = {cited: _became(showing, place, pinned[cited], newest[cited]) for cited, place in places}
        felt = [_of_its_release(cited, finding) for cited, finding in became.items()]
        worst, best = (pick(felt, key=FROM_BEST.index) for pick in (max, min))
        findings.append(worst if not worst.fails or best.fails else Finding.CHANGED)
        for cited, place in places:
            if became[cited] not in (Finding.UNCHANGED, Finding.UNCHANGED_AT_TERMS):
                details.append(f"{cited}: {_became_in_words(showing, became[cited], newest[cited])}")
                changes += [] if newest[cited].blob is None else near(diff(cited), place)
    finding = max(findings, key=FROM_BEST.index)
    return replace(judged, finding=finding, details=tuple(dict.fromkeys(details)), diff=tuple(dict.fromkeys(changes)))


def _became(showing: Showing, place: Place, pinned: Reading, newest: Reading) -> Finding:
    old, new = pinned.blob, newest.blob
    if old is None or new is None:
        return Finding.GONE
    if old.id == new.id:
        return Finding.UNCHANGED
    if new.text.has(old.text.around(place)):
        return Finding.UNCHANGED_AT_TERMS
    return Finding.CHANGED if look(new.text, showing).place else Finding.NO_LONGER_SHOWN


def _of_its_release(cited: Cited, became: Finding) -> Finding:
    return Finding.OTHERWISE_SINCE if cited.version and became.fails else became


def _became_in_words(showing: Showing, became: Finding, newest: Reading) -> str:
    if became is Finding.GONE or newest.blob is None:
        return f"is gone: the newest commit {newest.says}"
    if became is Finding.NO_LONGER_SHOWN:
        return f"changed: the newest commit {_not_seen(showing, look(newest.blob.text, showing).missing)}"
    return f"changed near {_named(showing)}"


def near(diff: str, place: Place) -> list[str]:
    """The lines of a diff without context that touch a place of the older text, or the few lines around it."""
    found: list[str] = []
    touches = False
    for line in diff.splitlines():
        if hunk := HUNK.match(line):
            first, length = int(hunk[1]) - 1, int(hunk[2] or 1)
            touches = first <= place.last + AROUND and first + max(length, 1) > place.first - AROUND
        elif touches and line.startswith(("-", "+")):
            found.append(line[:DIFF_WIDTH] + ("…" if len(line) > DIFF_WIDTH else ""))
    return found if len(found) <= DIFF_LINES else [*found[:DIFF_LINES], f"… {len(found) - DIFF_LINES} more lines"]


def cited_files(judged: Iterable[Statement]) -> dict[str, list[Cited]]:
    """All cited files, each once, by repository."""
    files: dict[str, dict[Cited, None]] = {}
    for statement in judged:
        for cited in statement.cited:
            files.setdefault(cited.repository, {})[cited] = None
    return {name: list(those) for name, those in sorted(files.items())}
