"""Marks: every word that is shown as one has a shape and a tone of its own."""

from __future__ import annotations

import re
from itertools import combinations
from typing import get_args

import pytest

from components.kit import markup
from components.kit.marks import MARKDOWN_COLOURS, MARKS, Marked, Tone
from domain.catalog.vocabulary import Danger, Match, Severity, Verdict, WorkloadOutcome

VOCABULARIES = get_args(Marked)
WORDS = [word for vocabulary in VOCABULARIES for word in vocabulary]


def test_every_word_of_every_vocabulary_has_its_row_and_none_takes_anothers() -> None:
    """Words of different vocabularies compare equal if their values do, so the rows are counted."""
    assert [word for word in WORDS if word not in MARKS] == []
    assert len(MARKS) == len(WORDS)
    assert [type(word) for word in MARKS] == [type(word) for word in WORDS]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{type(word).__name__}-{word.name}")
def test_every_word_has_a_shape_a_tone_a_mark_and_a_badge(word: Marked) -> None:
    sign, tone = MARKS[word]
    assert len(sign) == 1
    assert tone in get_args(Tone)
    assert markup.mark(word) == f'<span class="m {tone}">{sign}&nbsp;{word.label}</span>'
    assert re.fullmatch(rf":(green|orange|red|gray)-badge\[{re.escape(sign)} {word.label}\]", markup.badge(word))


@pytest.mark.parametrize("words", [Verdict, Severity, Danger, Match, WorkloadOutcome], ids=lambda words: words.__name__)
def test_words_of_one_vocabulary_are_told_apart_by_their_shape(words: type[Verdict]) -> None:
    signs = [MARKS[word].sign for word in words]
    assert not [pair for pair in combinations(signs, 2) if pair[0] == pair[1]]


def test_every_tone_has_a_colour_in_markdown() -> None:
    assert set(MARKDOWN_COLOURS) == set(get_args(Tone))
    assert len(set(MARKDOWN_COLOURS.values())) == len(MARKDOWN_COLOURS)


def test_a_mark_may_say_more_than_its_word_and_be_graver() -> None:
    assert markup.mark(Severity.RISK, "a < b", "bad", wrapped=True) == '<span class="m w bad">△&nbsp;a &lt; b</span>'
