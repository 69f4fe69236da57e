"""The wizard's questions: what is answered, in the link and on the page, and the links that carry a workload on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count

import streamlit as st

from components.kit import address, choices, inputs, links
from components.kit.address import Counts
from components.kit.inputs import NumberField
from components.kit.markup import markdown_quote, markdown_text
from components.kit.menu import BY_SLUG
from domain.catalog import catalog
from domain.catalog.records.workload import Workload, WorkloadQuestion
from domain.decision.answers import MAX_NAME, CodedWorkload, clean_name, decode, encode
from domain.decision.conditions import Answers
from domain.decision.influence import most_deciding
from domain.decision.rulebook import rulebook

NAME = address.WORKLOAD
LIST = address.WORKLOADS
MOST = address.MOST_WORKLOADS
"""Most workloads that one link compares."""

DRAWN = ("decides", "size")
"""Groups of questions that always stand open; the others fold, and only an open one is drawn, which keeps a click cheap."""

FIRST = "These three decide most"


def key(question: str) -> str:
    """The widget's key, which is also its parameter in the link."""
    return f"ask_{question}"


def params(answers: Answers, name: str = "") -> dict[str, str]:
    """A workload as parameters of the wizard's link."""
    questions = catalog().workload_questions
    found = {key(q): str(value) if questions[q].counts else questions[q].label_of(value) for q, value in answers.items()}
    return {**found, **({NAME: clean_name(name)} if name else {})}


def current() -> dict[str, int | str]:
    """What is answered now, before the widgets run: on the page if the question is drawn, else in the link.

    A value that no widget will show (an unknown word, a fraction) is no answer here either.
    """
    held = _held()
    return {**{id_: answer for id_, answer in linked().items() if id_ not in held}, **_read(held)}


def _held() -> dict[str, object]:
    """What the widgets hold of the questions that are drawn, or were in the run before; nothing where the link is what counts."""
    state = {} if address.restored() else st.session_state.to_dict()
    return {id_: state[key(id_)] for id_ in catalog().workload_questions if key(id_) in state}


def of_link() -> CodedWorkload | None:
    """The workload that another page's link is about: by its code, or by the wizard's own parameters; None without one."""
    if found := listed(1):
        return found[0]
    answers = linked(say=True)
    return CodedWorkload(clean_name(address.value(NAME) or ""), answers) if answers else None


def linked(say: bool = False) -> dict[str, int | str]:
    """The answers of the wizard's own parameters; where no widget does it, `say` which of several values counts."""
    found: dict[str, object] = {}
    given = address.keys()
    for id_, question in catalog().workload_questions.items():
        if key(id_) not in given:
            continue
        counts = _counts(question)
        found[id_] = (
            address.asked(key(id_), f"the answer to “{question.label}”", counts) if say else address.value(key(id_), counts)
        )
    return _read(found)


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
        return int(number) if _field(question).takes(number) else None
    return next((option.id for option in question.options if given in (option.id, option.label, *option.former)), None)


def fill(answers: Answers, name: str = "", own: Collection[str] = ()) -> None:
    """Put a whole workload into the link and into the widgets that are drawn; what it does not answer becomes unanswered.

    All at once: each change of the address is a step of Back. Of the keys in `own`, the link keeps its own words.
    """
    first, asked = most_deciding(rulebook(catalog())), catalog().workload_questions
    held = {key(id_): float(value) if asked[id_].counts else asked[id_].label_of(value) for id_, value in answers.items()}
    for id_, question in asked.items():
        if key(id_) in st.session_state or question.group in DRAWN or id_ in first:
            st.session_state[key(id_)] = held.get(key(id_))
    st.session_state[NAME] = name
    in_link = {**{widget: str(value) for widget, value in held.items()}, **({NAME: name} if name else {})}
    ours = {"id", NAME, *map(key, asked)} - set(own)
    address.put_all({widget: value for widget, value in in_link.items() if widget in ours}, ours)


def fill_ordinary() -> None:
    """Answer what is open as for an ordinary VM from VMware; sizes, firmware and guest system are facts of this one."""
    book, answers = rulebook(catalog()), current()
    for id_, question in book.questions.items():
        if (ordinary := question.ordinary or question.neutral) and id_ not in answers and book.asked(id_, answers):
            answers[id_] = ordinary
    fill(answers, st.session_state.get(NAME) or "")


def _keep(question: WorkloadQuestion, answer: int | str | None) -> None:
    """Keep the answer to a question that is not drawn in the link, under its label of today."""
    if answer is None:
        address.forget(key(question.id))
    elif address.values(key(question.id)) != (str(question.label_of(answer)),):
        address.put(key(question.id), str(question.label_of(answer)))


def example_box(label: str, widget: str, take: Callable[[Workload], None], about: str = "") -> None:
    """A box of the worked examples: what is picked is given to `take`, and the box is empty again."""
    names = {row.name: row for row in catalog().workloads.values()}

    def picked() -> None:
        if row := names.get(st.session_state[widget]):
            take(row)
        st.session_state[widget] = None

    st.selectbox(label, list(names), index=None, placeholder="An example", key=widget, on_change=picked, help=about, width=220)


def start_controls() -> str:
    """The workload's name, and what fills in answers. Returns the name."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="wizard_start"):
        typed = inputs.text("Workload", NAME, longest=MAX_NAME, placeholder="Its name in the review", width=220)
        about = "Fills in all answers of a worked example; the first ten are the decision matrix."
        example_box("Start from", "wizard_example", lambda row: fill(row.answers, row.name), about)
        about = "Answers every open question as for an ordinary VM from VMware. Correct what differs."
        st.button("The rest is ordinary", on_click=fill_ordinary, help=about)
        st.button("Start over", on_click=fill, args=({},))
    return clean_name(typed)


def questions(answers: Answers, relevant: Collection[str]) -> None:
    """Every question with why it matters: those that decide most, then group by group; one that is seldom needed folds.

    An answer that can no longer matter is greyed out and says so. A question that makes no sense here is left out. A fold that
    was open once stays drawn, since Streamlit takes out of the address what is no longer drawn.
    """
    book, held, given = rulebook(catalog()), _held(), address.keys()
    numbers = count(1)
    for id_, label, own in _groups():
        asked = [question for question in own if book.asked(question.id, answers)]
        wanted = [question for question in own if question.id in answers or key(question.id) in given]
        absent = [question for question in wanted if question.id not in held]
        if not asked:
            _unseen(absent, answers)
            continue
        number, done = next(numbers), f"{sum(question.id in answers for question in asked)} of {len(asked)} answered"
        if id_ in DRAWN:
            st.header(f"{number} {label} :small[· {done}]", anchor=False)
            _drawn(asked, relevant)
            continue
        fold = inputs.fold(f"**{number} {label}** · {done}", f"wizard_{id_}", label)
        if fold.open or any(question.id in held for question in asked):
            with fold:
                _drawn(asked, relevant)
        else:
            _unseen(absent, answers)


def _groups() -> Iterator[tuple[str, str, list[WorkloadQuestion]]]:
    """The questions that decide most, as one that stands open; then the other questions of each group."""
    asked = rulebook(catalog()).questions
    first = most_deciding(rulebook(catalog()))
    yield DRAWN[0], FIRST, [asked[id_] for id_ in first]
    for id_, group in catalog().groups("workload_groups").items():
        yield id_, group.label, [one for one in asked.values() if one.group == id_ and one.id not in first]


def _drawn(asked: Sequence[WorkloadQuestion], relevant: Collection[str]) -> None:
    for question in asked:
        _question(question, question.id in relevant)


def _unseen(absent: Sequence[WorkloadQuestion], answers: Answers) -> None:
    """Name what is wrong in the link with questions that are not drawn, and keep their answers there."""
    for question in absent:
        words = [word for option in question.options for word in (option.id, option.label, *option.former)]
        choices.asked_option(key(question.id), words, f"answer to “{question.label}”", _counts(question))
        options = {option.label: option.id for option in question.options}
        choices.Choice(key(question.id), options, question.label, None).hold(None)
        _keep(question, answers.get(question.id))


def _question(question: WorkloadQuestion, matters: bool) -> None:
    if not matters:
        st.markdown(f":small[**{markdown_text(question.label)}** No answer changes the result, given the others.]")
    label = f"**{markdown_text(question.label)}** :small[{markdown_text(question.why)}]" if matters else question.label
    look = inputs.greyed(not matters)
    if question.counts:
        inputs.number(_field(question), label, **look)
    else:
        options = {option.label: option.id for option in question.options}
        choose = inputs.choose if _boxed(question) else inputs.choose_pill
        former = inputs.renamed(question.options)
        choose(label, options, key(question.id), f"answer to “{question.label}”", None, former, **look)
    if question.page and matters:
        links.to_page(question.page, BY_SLUG[question.page].about)


def _counts(question: WorkloadQuestion) -> Counts:
    """Which of several values in a link the question's widget takes."""
    return Counts.LAST if question.counts or _boxed(question) else Counts.FIRST


def _boxed(question: WorkloadQuestion) -> bool:
    """Whether it has exact answers within others: too many for pills, so they stand in a box that can be searched."""
    return any(option.within for option in question.options)


def _field(question: WorkloadQuestion) -> NumberField:
    return NumberField(
        key(question.id),
        question.label,
        question.low,
        question.high,
        placeholder=f"{question.unit}, not answered",
        whole=True,
        shown_as="%.0f",
    )


def listed(most: int = MOST) -> list[CodedWorkload]:
    """The workloads that the link lists, at most `most`; what cannot be read is said."""
    found: dict[str, CodedWorkload] = {}
    given = address.every(LIST, "a workload")
    for code in given[:most]:
        coded = decode(code, catalog().workload_questions)
        for part in coded.unknown[:1]:
            address.notice(
                f"This link gives a workload the answer {markdown_quote(part)}, which no question has. The rest is shown."
            )
        if found.setdefault(encode(coded.name, coded.answers), coded) is not coded:
            address.notice(f"This link lists {markdown_quote(coded.name)} twice; it is shown once.")
    if len(given) > most:
        address.notice(f"This link lists {len(given)} workloads; the first {most} {'is' if most == 1 else 'are'} shown.")
    return list(found.values())


def forget() -> None:
    """Take the workload out of another page's link."""
    for name in (LIST, NAME, *map(key, catalog().workload_questions)):
        address.forget(name)


def code(name: str, answers: Answers) -> str:
    """The code of a workload, with only the answers that count."""
    return encode(name, rulebook(catalog()).settled(answers))
