"""Where a statement comes from and how good that is: the evidence of a cell, the sources themselves, and what they contradict."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from domain.catalog.records.base import Positive, Record, Ref, RefTo, Slug, Text
from domain.catalog.vocabulary import ContradictionKind, Grade, LimitKind, Verdict


def _bare_list(given: Any) -> Any:
    return [given] if isinstance(given, list) and given and not isinstance(given[0], list) else given


def _is_no_sentence(term: str) -> str:
    if len(term.split()) > 4:
        raise ValueError("is a sentence; name identifiers and figures, of four words at most")
    return term


Term = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True, strict=True), AfterValidator(_is_no_sentence)
]
Showing = Annotated[tuple[Term, ...], Field(min_length=1, max_length=8)]


class Row(Record):
    """A row with an id that links carry; `aliases` keep links to a former id working."""

    id: Slug
    aliases: tuple[Slug, ...] = ()


class Labelled(Record):
    """What is chosen by a label that links carry; `former` keeps links with a former label working."""

    former: tuple[Text, ...] = ()


class Group(Record):
    id: Slug
    label: Text


class Evidence(Record):
    """Where a statement comes from, and how good that is.

    `shows` is what lets a machine find it there: identifiers and figures, each list of which stands close together in a file
    of one of the sources. One list may be given bare.
    """

    grade: Grade
    sources: tuple[Annotated[Slug, RefTo("sources", used="no record cites this source; cite it or delete it")], ...] = ()
    checked: dt.date
    shows: Annotated[tuple[Showing, ...], BeforeValidator(_bare_list)] = ()
    note: str = ""

    @model_validator(mode="after")
    def _sources_fit_the_grade(self) -> Evidence:
        if self.grade in (Grade.PRIMARY, Grade.SECONDARY) and not self.sources:
            raise ValueError(f"grade is {self.grade.value}, so 'sources' must name at least one source")
        return self


class Limit(Record):
    """One number with what stands behind it; its unit is the row's. `always` if it holds for every variant of the platform."""

    kind: LimitKind
    value: Positive
    scope: str = ""
    always: bool = False


class Claim(Evidence):
    """One cell: the quick reference's own text beside what its sources say."""

    reference: str | None = None
    reference_value: Positive | None = None
    verified: Text
    limits: tuple[Limit, ...] = ()
    scope: str = ""
    verdict: Verdict | None = None

    @model_validator(mode="after")
    def _verdict_goes_with_reference(self) -> Claim:
        if (self.reference is None) != (self.verdict is None):
            raise ValueError("'verdict' judges 'reference': give both, or neither for a cell the quick reference lacks")
        if self.verdict is Verdict.AGREES and self.grade is Grade.UNCONFIRMED:
            raise ValueError("a cell cannot agree with its sources and be unconfirmed; use 'unverifiable'")
        return self


class Source(Row):
    """A source: a file in a repository, or a page. `ref` is the tag, branch or commit that was read.

    `version` is the release whose state it is; `applies_to` are those that a page, kept current, says it is about.
    """

    title: Text
    publisher: Text
    repository: str = ""
    path: str = ""
    ref: str = ""
    page: str = ""
    version: str = ""
    applies_to: str = ""
    date: dt.date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _can_be_found(self) -> Source:
        if not self.repository and not self.page:
            raise ValueError("say where it is: 'repository' (with 'path') or 'page'")
        return self


class Saying(Record):
    where: Text
    text: Text
    row: Ref | None = None


class Contradiction(Row, Evidence):
    kind: ContradictionKind
    title: Text
    sayings: tuple[Saying, ...]
    reading: Text
