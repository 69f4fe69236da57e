"""Conditions over the answers of a workload, as the files of `data/` write them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, field_validator

from domain.catalog.records.base import Positive, Record, Slug
from domain.catalog.vocabulary import LimitKind

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", strict=True)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$", strict=True)]


class LimitRef(Record):
    """A limit of `key_numbers`, of the platform that the condition is about."""

    key_number: Slug
    kind: LimitKind
    scope: str = ""


class Above(Record):
    """The condition that a number is above a value: written out, or a limit of `key_numbers`."""

    above: Positive | LimitRef


Condition = tuple[Word, ...] | Above
When = dict[Key, Condition]
"""All of its conditions hold; a list of words means any of them. The key `term` names terms that must hold."""


def listed(when: Any) -> Any:
    """Conditions as a file writes them, with a list for every single word."""
    if not isinstance(when, list):
        return when
    return [
        {key: [value] if isinstance(value, str) else value for key, value in part.items()} if isinstance(part, dict) else part
        for part in when
    ]


class Conditional(Record):
    """Something that holds if any part of `when` does; one word may stand for a list of one."""

    when: tuple[When, ...]

    @field_validator("when", mode="before")
    @classmethod
    def _one_word_is_a_list(cls, value: Any) -> Any:
        return listed(value)
