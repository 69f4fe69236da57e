"""The wizard's questions: what is answered, in the link and on the page, and the links that carry a workload on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Literal

import streamlit as st

from components.kit import links
from components.kit.markup import markdown_quote, markdown_text
from domain.catalog import catalog
from domain.catalog.records.workload import Workload, WorkloadQuestion
from domain.decision.answers import MAX_NAME, CodedWorkload, clean_name, decode, encode
from domain.decision.conditions import Answers
from domain.decision.rulebook import rulebook

NAME = "workload"
LIST = "w"
MOST = 4
"""Most workloads that one link compares."""


def key(question: str) -> str:
    """The widget's key, which is also its parameter in the link."""
    return f"ask_{question}"


def params(answers: Answers, name: str = "") -> dict[str, str]:
    """A workload as parameters of the wizard's link."""
    questions = catalog().workload_questions
    found = {key(q): str(value) if questions[q].counts else questions[q].label_of(value) for q, value in answers.items()}
    return {**found, **({NAME: clean_name(name)} if name else {})}


def current() -> dict[str, int | str]:
    """What is answered now, before the widgets run: on the page if it has been drawn, else in the link."""
    return _held() if _drawn() else _linked()


def of_link() -> CodedWorkload | None:
    """The workload that another page's link is about: by its code, or by the wizard's own parameters; None without one."""
    if found := listed(1):
        return found[0]
    answers = _linked()
    return CodedWorkload(clean_name(next(iter(links.values(NAME)), "")), answers) if answers else None


def _drawn() -> bool:
    return any(key(id_) in st.session_state for id_ in catalog().workload_questions)


def _held() -> dict[str, int | str]:
    return _read({id_: st.session_state.get(key(id_)) for id_ in catalog().workload_questions})


def _linked() -> dict[str, int | str]:
    given = links.keys()
    return _read({id_: next(iter(links.values(key(id_))), None) for id_ in catalog().workload_questions if key(id_) in given})


def _read(given: Mapping[str, object]) -> dict[str, int | str]:
    questions = catalog().workload_questions
    answers = {id_: _answer(questions[id_], value) for id_, value in given.items()}
    return {id_: answer for id_, answer in answers.items() if answer is not None}


def _answer(question: WorkloadQuestion, given: object) -> int | str | None:
    if given is None:
        return None
    if question.counts:
        try:
            number = float(str(given))
        except ValueError:
            return None
        return int(number) if question.low <= number <= question.high else None
    return next((option.id for option in question.options if option.label == given), None)


def fill(answers: Answers, name: str = "") -> None:
    """Put a whole workload into the widgets; questions it does not answer become unanswered."""
    for id_, question in catalog().workload_questions.items():
        value = answers.get(id_)
        st.session_state[key(id_)] = None if value is None else float(value) if question.counts else question.label_of(value)
    st.session_state[NAME] = name


def example_box(label: str, widget: str, take: Callable[[Workload], None], about: str = "") -> None:
    """A box of the worked examples: what is picked is given to `take`, and the box is empty again."""
    names = {row.name: row for row in catalog().workloads.values()}

    def picked() -> None:
        if row := names.get(st.session_state[widget]):
            take(row)
        st.session_state[widget] = None

    st.selectbox(label, list(names), index=None, placeholder="An example", key=widget, on_change=picked, help=about)


def start_controls() -> str:
    """The workload's name, and an example to start from. Returns the name."""
    name, example, again = st.columns([5, 5, 2], vertical_alignment="bottom")
    with name:
        typed = st.text_input("Workload", key=NAME, bind="query-params", max_chars=MAX_NAME, placeholder="Its name in the review")
    with example:
        about = "Fills in all answers of a worked example; the first ten are the decision matrix."
        example_box("Start from", "wizard_example", lambda row: fill(row.answers, row.name), about)
    with again:
        st.button("Start anew", on_click=fill, args=({},), width="stretch")
    return clean_name(typed)


def questions(relevant: Collection[str]) -> None:
    """Every question with why it matters; one whose answer can no longer matter is greyed out and says so."""
    groups, group = catalog().groups("workload_groups"), ""
    for id_, question in catalog().workload_questions.items():
        if question.group != group:
            group = question.group
            st.header(groups[group].label, anchor=False)
        _question(question, id_ in relevant)


def _question(question: WorkloadQuestion, matters: bool) -> None:
    widget = key(question.id)
    if not matters:
        st.markdown(f":small[**{markdown_text(question.label)}** No answer changes the result, given the others.]")
    label = f"**{markdown_text(question.label)}** :small[{markdown_text(question.why)}]" if matters else question.label
    shown: Literal["visible", "collapsed"] = "visible" if matters else "collapsed"
    if question.counts:
        links.name_bad_number(widget, question.label, question.low, question.high)
        # As floats: with whole numbers, an infinite one in a link raises inside Streamlit.
        st.number_input(
            label,
            float(question.low),
            float(question.high),
            None,
            1.0,
            format="%.0f",
            key=widget,
            bind="query-params",
            disabled=not matters,
            label_visibility=shown,
            placeholder=f"{question.unit}, not answered",
        )
    else:
        labels = [option.label for option in question.options]
        links.name_unknown(widget, labels, f"answer to “{question.label}”")
        st.pills(label, labels, key=widget, bind="query-params", disabled=not matters, label_visibility=shown, wrap=True)


def listed(most: int = MOST) -> list[CodedWorkload]:
    """The workloads that the link lists, at most `most`; what cannot be read is said."""
    found = []
    given = links.values(LIST)
    for code in given[:most]:
        coded = decode(code, catalog().workload_questions)
        for part in coded.unknown[:1]:
            links.notice(
                f"This link gives a workload the answer {markdown_quote(part)}, which no question has. The rest is shown."
            )
        found.append(coded)
    if len(given) > most:
        links.notice(f"This link lists {len(given)} workloads; the first {most} {'is' if most == 1 else 'are'} shown.")
    return found


def forget() -> None:
    """Take the workload out of another page's link."""
    for name in (LIST, NAME, *map(key, catalog().workload_questions)):
        links.forget(name)


def code(name: str, answers: Answers) -> str:
    """The code of a workload, with only the answers that count."""
    return encode(name, rulebook(catalog()).settled(answers))
