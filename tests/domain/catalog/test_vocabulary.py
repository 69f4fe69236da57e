"""The vocabularies: a word is its value, and carries its label and its meaning."""

from __future__ import annotations

import json
import pickle

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.catalog import vocabulary
from domain.catalog.vocabulary import (
    Danger,
    Grade,
    Match,
    Phase,
    Platform,
    Priority,
    RuleKind,
    Severity,
    Verdict,
    Word,
    WritePattern,
)

VOCABULARIES = Word.__subclasses__()
WORDS = [word for words in VOCABULARIES if words.__module__ == vocabulary.__name__ for word in words]
WITH_MEANING = (Verdict, Grade, Danger, Match, Severity, Priority, RuleKind, WritePattern)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{type(word).__name__}-{word.name}")
def test_a_word_is_its_value_wherever_a_text_is_wanted(word: Word) -> None:
    assert word == word.value == str(word) == f"{word}"
    assert type(word)(word.value) is word
    assert pickle.loads(pickle.dumps(word)) is word  # noqa: S301
    adapter = TypeAdapter(type(word))
    assert adapter.validate_json(json.dumps(word)) is word
    assert adapter.dump_json(word) == json.dumps(word.value).encode()
    with pytest.raises(ValidationError):
        adapter.validate_python(f"{word.label}, misspelt")


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.__name__)
def test_the_words_of_a_vocabulary_differ_in_value_and_label_and_stand_in_order(words: type[Word]) -> None:
    assert len({word.value for word in words}) == len({word.label for word in words}) == len(words)
    assert all(word.label.strip() == word.label != "" for word in words)
    assert [word.rank for word in words] == list(range(len(words)))


@pytest.mark.parametrize("words", WITH_MEANING, ids=lambda words: words.__name__)
def test_every_word_that_is_explained_has_a_meaning_of_its_own(words: type[Word]) -> None:
    assert len({word.meaning for word in words}) == len(words)
    assert all(word.meaning.endswith(".") and word.explained == f"{word.label}: {word.meaning}" for word in words)


def test_labels_in_links_stay_what_they_are() -> None:
    """Old links carry them."""
    assert [platform.label for platform in Platform] == ["VMware vSphere", "OVE", "Azure Local"]
    assert [phase.label for phase in Phase] == ["Pre-flight", "Migration execution", "Post-migration validation"]
