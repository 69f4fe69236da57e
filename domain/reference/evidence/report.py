"""Judges all statements of the catalogue against a directory of mirrors, and puts the result into text and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.catalog.loading import Catalog
from domain.reference.evidence.findings import (
    Cited,
    Finding,
    Judged,
    Reading,
    cited_files,
    compare,
    judge,
    statements,
)
from domain.reference.evidence.mirrors import Commit, Git, Mirror, MirrorError, clone, difference, find, opened


class At(StrEnum):
    """Which state of the files is looked at."""

    PINNED = "pinned"
    NEWEST = "newest"


@dataclass
class Repository:
    """A repository that is cited, with the newest commit of its mirror; `problem` says why it cannot be read."""

    name: str
    newest: Commit | None = None
    problem: str = ""


@dataclass
class Report:
    at: At
    mirrors: Path
    version: str
    repositories: list[Repository] = field(default_factory=list)
    pinned: dict[Cited, Reading] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(one.finding.fails for one in self.judged)

    def of(self, repository: str) -> list[Judged]:
        """Statements that cite a file of it."""
        return [one for one in self.judged if any(cited.repository == repository for cited in one.statement.cited)]

    def not_there(self) -> list[tuple[Cited, str]]:
        """Sources of which a repository is there, but not the ref or the file."""
        return [(cited, got.says) for cited, got in self.pinned.items() if got.finding is Finding.NOT_THERE]


@dataclass(frozen=True)
class Totals:
    """Statements; those whose repository can be had; of these those that carry `shows`; of these those shown at their ref."""

    statements: int
    reachable: int
    carrying: int
    shown: int

    @classmethod
    def of(cls, judged: list[Judged]) -> Totals:
        reachable = [one for one in judged if one.finding is not Finding.NO_REPOSITORY]
        carrying = [one for one in reachable if one.statement.shows]
        return cls(len(judged), len(reachable), len(carrying), sum(one.finding.at_its_ref for one in carrying))

    @property
    def percent(self) -> float:
        """Of the statements whose repository can be had, those that carry `shows`."""
        return round(100 * self.carrying / self.reachable, 1) if self.reachable else 0.0

    def __str__(self) -> str:
        return f"{self.statements} statements, {self.reachable} can be had, {self.carrying} carry shows, {self.shown} shown"


def report(catalog: Catalog, mirrors: Path, at: At = At.PINNED, prefix: str = "") -> Report:
    """Judge every statement; with a `prefix`, clone from there what is missing. Raises MirrorError if git is."""
    git = Git.installed()
    made = Report(at, mirrors, catalog.version)
    stated = list(statements(catalog))
    newest: dict[Cited, Reading] = {}
    for name, cited in cited_files(stated).items():
        repository = Repository(name)
        made.repositories.append(repository)
        try:
            directory = _had(git, mirrors, name, prefix)
            with opened(git, directory) as mirror:
                repository.newest = mirror.newest()
                made.pinned |= _read_all(mirror, cited, pinned=True)
                newest |= _read_all(mirror, cited, pinned=False) if at is At.NEWEST else {}
        except MirrorError as error:
            repository.problem = str(error)
            lost = Reading(None, Finding.NO_REPOSITORY, "cannot be read, as its repository is not there")
            made.pinned |= dict.fromkeys(cited, lost)

    def diff(cited: Cited) -> str:
        old, new = made.pinned[cited].blob, newest[cited].blob
        directory = find(mirrors, cited.repository)
        return difference(git, directory, old, new) if directory and old and new else ""

    for statement in stated:
        judged = judge(statement, made.pinned)
        made.judged.append(compare(judged, made.pinned, newest, diff) if at is At.NEWEST else judged)
    return made


def _had(git: Git, mirrors: Path, name: str, prefix: str) -> Path:
    """The git directory of a repository, cloned if it has to be. Raises MirrorError."""
    directory = find(mirrors, name)
    if directory is None and prefix:
        clone(git, prefix, mirrors, name)
        directory = find(mirrors, name)
    if directory is None:
        raise MirrorError(f"{mirrors} has no {name.replace('/', '+')}.")
    return directory


def _read_all(mirror: Mirror, cited: list[Cited], *, pinned: bool) -> dict[Cited, Reading]:
    """Every file as of its ref, or as of the newest commit."""
    commits = {one: mirror.commit(one.ref) if pinned and one.ref else mirror.newest() for one in cited}
    mirror.fetch((commit, one.path) for one, commit in commits.items() if commit)
    return {one: _read(mirror, one, commit) for one, commit in commits.items()}


def _read(mirror: Mirror, cited: Cited, commit: Commit | None) -> Reading:
    if commit is None:
        return Reading(None, Finding.NOT_THERE, f"cannot be read: there is no such ref in {cited.repository}")
    blob = mirror.blob(commit, cited.path)
    return Reading(None, Finding.NOT_THERE, blob) if isinstance(blob, str) else Reading(blob)


def in_text(made: Report) -> Iterator[str]:
    """The report, line by line: what is wrong and what changed, by statement, then the totals."""
    for one in made.judged:
        if one.details and one.finding is not Finding.NO_REPOSITORY:
            yield f"{one.statement}: {one.finding}"
            yield from (f"    {line}" for line in one.details)
            yield from (f"        {line}" for line in one.diff)
    for cited, says in made.not_there():
        yield f"sources/{cited}: {says}"
    without = Counter(one.statement.table for one in made.judged if one.finding is Finding.NO_SHOWS)
    if without:
        yield "Without shows: " + ", ".join(f"{table} {number}" for table, number in without.most_common())
    for repository in made.repositories:
        head = f"newest commit {repository.newest}" if repository.newest else repository.problem or "without a commit"
        yield f"{repository.name}: {Totals.of(made.of(repository.name))}; {head}"
    totals = Totals.of(made.judged)
    yield f"All: {totals}, which is {totals.percent:g} % of those that can be had."
    found = Counter(one.finding for one in made.judged)
    yield ", ".join(f"{found[finding]} {finding}" for finding in Finding if found[finding])


def in_json(made: Report) -> dict[str, Any]:
    """The report as one object; CONTRIBUTING.md names its keys."""
    totals = Totals.of(made.judged)
    found = Counter(one.finding for one in made.judged)
    return {
        "at": made.at.value,
        "catalog": made.version,
        "fails": made.fails,
        "totals": vars(totals) | {"percent": totals.percent} | {"findings": {one.value: found[one] for one in Finding}},
        "repositories": [
            {
                "repository": one.name,
                "newest": one.newest and one.newest.id,
                "date": one.newest and one.newest.date.isoformat(),
                "problem": one.problem,
                **vars(Totals.of(made.of(one.name))),
            }
            for one in made.repositories
        ],
        "statements": [
            {
                "table": one.statement.table,
                "id": one.statement.id,
                "at": one.statement.at,
                "finding": one.finding.value,
                "shows": [list(showing) for showing in one.statement.shows],
                "files": [cited._asdict() for cited in one.statement.cited],
                "details": list(one.details),
                "diff": list(one.diff),
            }
            for one in made.judged
        ],
        "sources_not_there": [cited._asdict() | {"says": says} for cited, says in made.not_there()],
    }
