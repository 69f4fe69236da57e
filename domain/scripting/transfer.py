"""A copy of disks from the fields of a file: the disk transfer's question, cold, warm and by the other ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.catalog import Catalog, catalog
from domain.disk_transfer import sentences
from domain.disk_transfer.advice import TransferAnswer, TransferQuestion
from domain.disk_transfer.advice import answer as answer_of
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.disk_sizes import read_sizes
from domain.disk_transfer.fields import LIST, fields
from domain.disk_transfer.lab import against_lab, worst_error
from domain.disk_transfer.ways import WayTime, other_ways
from domain.disk_transfer.ways_in_words import other_ways_in_words
from domain.scripting.questions import taken, unmarked


@lru_cache(maxsize=1)
def known() -> dict[str, str]:
    """The field that each word of a file stands for: its key in links, with or without `disk_`."""
    keys = [LIST, *(field.key for group in fields(catalog()).values() for field in group.values())]
    return {name: key for key in keys for name in (key, key.removeprefix("disk_"))}


@dataclass(frozen=True)
class Answer:
    """The question, the answer, the other ways, and how far the model is from the lab at worst (1: as long again)."""

    asked: TransferQuestion
    found: TransferAnswer
    ways: tuple[WayTime, ...]
    error: float
    range_s: tuple[float, float]


def answer(facts: Catalog, values: Mapping[str, str]) -> Answer:
    """The answer to the fields of `known`, as they are written. ValueFaultError: one of them cannot be taken."""
    readers = {field.key: field.of for group in fields(facts).values() for field in group.values()}
    for key, given in values.items():
        taken(key, read_sizes if key == LIST else readers[key], given)
    asked = question_of(facts, values)
    found, error = answer_of(asked), worst_error(against_lab(facts))
    return Answer(asked, found, other_ways(facts, asked), error, sentences.span(facts, asked, found.seconds, error))


def as_json(one: Answer) -> dict[str, Any]:
    """The answer for a script: seconds, null where no rate is known."""
    found = one.found
    return {
        "bytes": float(one.asked.plan.total_bytes),
        "cold": {"finish_s": found.seconds, "range_s": one.range_s, "down_s": found.down, "limit": found.limit.value},
        "warm": {
            "first_copy_s": found.first,
            "down_s": (found.early, found.late),
            "keeps_up": found.warm.keeps_up,
            "shorter_down": found.gain.value,
        },
        "ways": {way.method.id: (way.fast, way.slow) for way in one.ways},
        "not_reckoned": sentences.without_bytes(catalog(), one.asked),
    }


def as_text(facts: Catalog, one: Answer) -> list[str]:
    """The answer as the screen says it."""
    paragraphs = sentences.verdict(facts, one.asked, one.found, one.error)
    asked, left_out = sentences.plan(one.asked), sentences.without_bytes(facts, one.asked)
    return [*map(unmarked, paragraphs), unmarked(other_ways_in_words(one.ways)), asked, left_out]
