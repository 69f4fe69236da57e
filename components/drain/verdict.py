"""The drain window's answer: the headline, what was asked, what limits, and what it all rests on."""

from __future__ import annotations

import streamlit as st

from components.drain import case_tables
from components.drain.form import DrainInputs
from components.kit import markup, places
from domain.catalog import catalog
from domain.drain import captions, sentences
from domain.drain.cases import DrainAnswer
from domain.quantities.wording import Phrase


def show(asked: DrainInputs, found: DrainAnswer) -> None:
    """In one text, since each element of a page costs a rerun time."""
    facts = catalog()
    parts = [
        markup.markdown_phrases(sentences.said(found, asked.of)),
        _small(captions.asked(asked.question, found)),
        markup.markdown_phrases(_reasons(found, asked.of)).strip(),
        *map(_small, filter(None, (sentences.beneath(facts, found), sentences.by_itself(facts, found)))),
    ]
    with places.answer(asked.stale):
        st.markdown("\n\n".join(filter(None, parts)))
        if refs := case_tables.blockers_of(found):
            st.html(markup.panel(markup.joined(*map(markup.note, refs))))


def _reasons(found: DrainAnswer, of: str) -> list[Phrase]:
    return [phrase._replace(strong=phrase.strong and not of) for phrase in sentences.reasons(found)]


def _small(text: str) -> str:
    return f":small[{markup.markdown_sentence(text)}]"
