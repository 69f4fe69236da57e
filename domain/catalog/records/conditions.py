"""Conditions over the answers of a workload, as the files of `data/` write them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.catalog.records.base import Positive, Record, Slug
from domain.catalog.vocabulary import GuestState, LimitKind, MoveTool, Platform

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


class GuestIs(Record):
    """The condition that the guest stands so in `guest_systems`: with the condition's platform, or with what `by` names.

    `ended`: whether its own vendor's support was over when that was checked. `within`: only these answers and the exact
    guests within them. What is left out asks for nothing. Of an answer that names no exact guest nothing is stated, nor
    whether its support is over.
    """

    guest: tuple[GuestState, ...] = tuple(GuestState)
    by: Platform | MoveTool | None = None
    ended: bool | None = None
    within: tuple[Word, ...] = ()


Condition = tuple[Word, ...] | Above | GuestIs
When = dict[Key, Condition]
"""All of its conditions hold; a list of words means any of them or of what is within them. `term` names terms that must hold."""


def _listed(when: Any) -> Any:
    if not isinstance(when, list):
        return when
    return [
        {key: [value] if isinstance(value, str) else value for key, value in part.items()} if isinstance(part, dict) else part
        for part in when
    ]


AnyOf = Annotated[tuple[When, ...], BeforeValidator(_listed)]
"""Any of its parts holds; in a file, one word may stand for a list of one."""


class Conditional(Record):
    """Something that holds if any part of `when` does."""

    when: AnyOf
