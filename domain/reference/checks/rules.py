"""What is wrong with the rules themselves: rules that cannot fire, contradict silently, or leave an answer unread.

Exact, not sampled: conditions are regions of the answers, and whether a region is empty is decided by splitting it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from domain.catalog.loading import Draft
from domain.catalog.records.checklist import ChecklistItem, Reason
from domain.catalog.records.conditions import Above, GuestIs, When
from domain.catalog.records.workload import WorkloadQuestion
from domain.catalog.tables import Facts
from domain.catalog.vocabulary import Platform, RuleKind
from domain.decision.conditions import Case, Region, Span, Words, outside, within
from domain.decision.rulebook import TERM, Rulebook, UnresolvedError, resolve
from domain.decision.verdicts import STOPS, judge

Fault = tuple[str, str, str, str]
"""Table, record, field and what is wrong with it."""


READ = ("workload_questions", "guest_systems", "aspects", "terms", "rules", "workloads", "key_numbers", "decision_matrix")
"""The tables without which the rules cannot be judged."""


def rules_hold_together(draft: Draft) -> None:
    if all(draft.is_whole(table) for table in READ):
        for fault in faults(draft):
            draft.report(*fault)


def faults(facts: Facts) -> Iterator[Fault]:
    """Every fault of the questions, rules, workloads and of the checklist's conditions.

    What rests on a faulty part is judged once that is mended.
    """
    first = [*_names(facts), *_guests(facts), *_choices(facts), *_yields(facts), *_answers(facts)]
    yield from first
    if first:
        return
    book = book_of(facts)
    yield from _never(facts, book)
    yield from _silent(book)
    yield from _contradicted(book)
    yield from _uncovered(book)
    yield from _falling(book)
    yield from _unexpected(facts, book)
    yield from _checklist(facts, book)


def book_of(facts: Facts) -> Rulebook:
    """The rules of a draft. UnresolvedError: one of them names a term or a limit that does not exist."""
    questions = facts.workload_questions
    cases = {id_: resolve(rule.when, rule.platform, facts) for id_, rule in facts.rules.items()}
    choices = {choice.id: choice for aspect in facts.aspects.values() for choice in aspect.choices}
    return Rulebook(questions, facts.rules, cases, facts.aspects, choices)


def _names(facts: Facts) -> Iterator[Fault]:
    """Conditions name questions, answers, terms and limits that exist."""
    for table, rows in (("terms", facts.terms), ("rules", facts.rules)):
        for id_, row in rows.items():
            yield from ((table, id_, at, text) for at, text in misread(facts, "when", row.when, row.platform))
    for id_, question in facts.workload_questions.items():
        for key, words in question.asked.items():
            for _, text in _misnamed(facts.workload_questions, {key: words}):
                yield "workload_questions", id_, f"asked.{key}", text


def _guests(facts: Facts) -> Iterator[Fault]:
    """The answers that are within another are the guest systems, all of them, each under its name."""
    exact = {option.id for question in facts.workload_questions.values() for option in question.options if option.within}
    for id_, question in facts.workload_questions.items():
        for index, option in enumerate(question.options):
            row = facts.guest_systems.get(option.id)
            if option.within and row is None:
                yield "workload_questions", id_, f"options.{index}.id", f"'{option.id}' is not in guest_systems"
            elif option.within and row and row.name != option.label:
                yield "workload_questions", id_, f"options.{index}.label", f"the guest system is called '{row.name}'"
    for id_ in facts.guest_systems.keys() - exact:
        yield "guest_systems", id_, "id", "no answer of workload.yaml names it"


def misread(facts: Facts, at: str, when: tuple[When, ...], platform: Platform) -> Iterator[tuple[str, str]]:
    """What a condition names that does not exist: the place from `at` on, and what is wrong."""
    for index, part in enumerate(when):
        yield from ((f"{at}.{index}.{key}", text) for key, text in _misnamed(facts.workload_questions, part))
    try:
        resolve(when, platform, facts)
    except UnresolvedError as fault:
        yield at, str(fault)


def _misnamed(questions: Mapping[str, WorkloadQuestion], part: When) -> Iterator[tuple[str, str]]:
    """Keys of one case that name no question, or answers that it has not, each with what is wrong."""
    for key, condition in part.items():
        if key == TERM:
            continue
        question = questions.get(key)
        if question is None:
            yield key, f"'{key}' is not a question of workload.yaml"
        elif isinstance(condition, Above) != question.counts:
            wanted = "a number: give 'above'" if question.counts else "one of its options, not 'above'"
            yield key, f"the answer to '{key}' is {wanted}"
        elif not isinstance(condition, Above):
            known = {option.id for option in question.options}
            named = condition.within if isinstance(condition, GuestIs) else condition
            yield from ((key, f"'{word}' is not an answer to '{key}'") for word in named if word not in known)
            if isinstance(condition, GuestIs) and not any(option.within for option in question.options):
                yield key, f"no answer to '{key}' is a guest system"


def _choices(facts: Facts) -> Iterator[Fault]:
    """Recommendations choose what their aspect offers on their platform, and every choice is recommended by a rule."""
    offered = {(aspect.id, choice.platform, choice.id) for aspect in facts.aspects.values() for choice in aspect.choices}
    used = {(rule.aspect, rule.platform, rule.choose) for rule in facts.rules.values() if rule.choose}
    for id_, rule in facts.rules.items():
        if rule.choose and (rule.aspect, rule.platform, rule.choose) not in offered:
            yield "rules", id_, "choose", f"'{rule.choose}' is not a choice of '{rule.aspect}' on {rule.platform.label}"
    for aspect, platform, choice in sorted(offered - {(str(a), p, str(c)) for a, p, c in used}):
        yield "aspects", aspect, "choices", f"no rule chooses '{choice}' on {Platform(platform).label}"


def _yields(facts: Facts) -> Iterator[Fault]:
    """A recommendation gives way to others of its own aspect only, and two never to each other."""
    for id_, rule in facts.rules.items():
        for index, name in enumerate(rule.yields_to):
            other = facts.rules.get(name)
            at = f"yields_to.{index}"
            if other is None:
                yield "rules", id_, at, f"'{name}' is not a rule"
            elif (other.platform, other.aspect) != (rule.platform, rule.aspect):
                yield "rules", id_, at, f"'{name}' does not choose for the same aspect on the same platform"
            elif id_ in other.yields_to:
                yield "rules", id_, at, f"'{name}' gives way to this rule, so neither would ever be chosen"


def _answers(facts: Facts) -> Iterator[Fault]:
    """Worked examples answer questions that exist with legal answers, and name rules that exist."""
    for id_, workload in facts.workloads.items():
        for key, answer in workload.answers.items():
            question, at = facts.workload_questions.get(key), f"answers.{key}"
            if question is None:
                yield "workloads", id_, at, f"'{key}' is not a question of workload.yaml"
            elif question.counts and not (isinstance(answer, int) and question.low <= answer <= question.high):
                yield "workloads", id_, at, f"must be a whole number from {question.low} to {question.high}"
            elif not question.counts and answer not in {option.id for option in question.options}:
                yield "workloads", id_, at, f"'{answer}' is not an answer to '{key}'"
        for platform, expected in workload.expects.items():
            for index, name in enumerate(expected.fires):
                if name not in facts.rules:
                    yield "workloads", id_, f"expects.{platform}.fires.{index}", f"'{name}' is not a rule"


def _never(facts: Facts, book: Rulebook) -> Iterator[Fault]:
    """Every case can hold together with the conditions under which its questions are asked, and no rule always gives way."""
    for id_, rule in book.rules.items():
        for index, part in enumerate(rule.when):
            if all(reach(book, case) is None for case in resolve((part,), rule.platform, facts)):
                yield "rules", id_, f"when.{index}", "can never hold: its answers exclude each other"
        for case in book.cases[id_]:
            yield from (("rules", id_, "when", text) for text in _stale(book, case))
        regions = [region for case in book.cases[id_] if (region := reach(book, case)) is not None]
        over = [case for name in rule.yields_to for case in book.cases[name]]
        if regions and all(outside(over, region, book.domains) is None for region in regions):
            yield "rules", id_, "yields_to", "always gives way, so it never chooses"


def reach(book: Rulebook, case: Case) -> Region | None:
    """The answers with which the case holds and all of its questions are asked; None if there are none."""
    region = within(case, {}, book.domains)
    for question in case.questions:
        region = region if region is None else within(book.conditions[question], region, book.domains)
    return region


def _silent(book: Rulebook) -> Iterator[Fault]:
    """Two recommendations never choose differently for one aspect at once, unless one gives way to the other."""
    choosing = [rule for rule in book.rules.values() if rule.kind is RuleKind.RECOMMENDATION]
    for one, other in combinations(choosing, 2):
        if (one.platform, one.aspect) != (other.platform, other.aspect) or one.choose == other.choose:
            continue
        if one.id in other.yields_to or other.id in one.yields_to:
            continue
        over = [case for name in (*one.yields_to, *other.yields_to) for case in book.cases[name]]
        both = (reach(book, a.both(b)) for a in book.cases[one.id] for b in book.cases[other.id])
        left = (outside(over, region, book.domains) for region in both if region is not None)
        found = next((region for region in left if region is not None), None)
        if found is not None:
            when = ", ".join(f"{key} {_say(book.questions[key], value)}" for key, value in sorted(found.items()))
            yield "rules", other.id, "choose", f"and '{one.id}' choose differently for '{one.aspect}' when {when}"


def _say(question: WorkloadQuestion, value: Words | Span) -> str:
    if not isinstance(value, frozenset):
        return f"{value[0]} to {value[1]}"
    return " or ".join(sorted(option.id for option in question.options if option.id in value and option.within not in value))


def _uncovered(book: Rulebook) -> Iterator[Fault]:
    """Whatever else is answered, each answer that asks for something is read on each platform: a rule that names it fires.

    A number is looked at where a rule would fire if it were large enough. So no verdict is good because nobody looked.
    """
    for id_, question in book.questions.items():
        asking = [(f"options.{n}", one.id) for n, one in enumerate(question.options) if one.id != question.neutral]
        for platform, (at, word) in product(Platform, asking or [("id", "")]):
            asked = Case({id_: frozenset([word])} if word else {}, {})
            region = within(book.conditions[id_], within(asked, {}, book.domains) or {}, book.domains)
            reading = [_without(case, id_) if question.counts else case for case in book.cases_reading(platform, id_)]
            left = None if region is None else outside(reading, region, book.domains)
            if left is not None:
                others = {key: value for key, value in left.items() if key != id_ and value != book.domains[key]}
                when = ", ".join(f"{key} {_say(book.questions[key], value)}" for key, value in sorted(others.items()))
                answer = f"the answer '{word}'" if word else "this number"
                yield (
                    "workload_questions",
                    id_,
                    at,
                    f"no rule of {platform.label} reads {answer}{f' when {when}' if when else ''}",
                )


def _contradicted(book: Rulebook) -> Iterator[Fault]:
    """What is said to make no difference is not said to make one by another rule at the same time."""
    speaking = [rule for rule in book.rules.values() if rule.kind not in (RuleKind.NOTE, RuleKind.RECOMMENDATION)]
    for id_, note in book.rules.items():
        for rule in speaking if note.kind is RuleKind.NOTE else ():
            if rule.platform is not note.platform:
                continue
            theirs = [case for case in book.cases[rule.id] if note.about in case.questions]
            if any(reach(book, one.both(two)) is not None for one in book.cases[id_] for two in theirs):
                yield "rules", id_, "when", f"says that '{note.about}' makes no difference where '{rule.id}' says what it makes"


def _without(case: Case, question: str) -> Case:
    return Case(case.words, {key: least for key, least in case.above.items() if key != question})


def _falling(book: Rulebook) -> Iterator[Fault]:
    """Demanding more never removes a conflict or an exclusion: their conditions hold for every later option too."""
    rising = {id_: [option.id for option in q.options] for id_, q in book.questions.items() if q.rising}
    for id_, rule in book.rules.items():
        said = "an exclusion" if rule.kind is RuleKind.EXCLUSION else "a conflict"
        for case in book.cases[id_] if rule.kind in STOPS else ():
            for key, order in rising.items():
                accepted = case.words.get(key)
                if accepted and accepted != set(order[min(map(order.index, accepted)) :]):
                    yield "rules", id_, "when", f"'{key}' rises, so {said} must hold for every later answer too"


def _unexpected(facts: Facts, book: Rulebook) -> Iterator[Fault]:
    """Worked examples lead to what they expect."""
    for id_, workload in facts.workloads.items():
        standings = judge(book, workload.answers)
        for platform, expected in workload.expects.items():
            found, at = standings[platform], f"expects.{platform}"
            if found.outcome is not expected.outcome:
                yield "workloads", id_, f"{at}.outcome", f"the rules lead to '{found.outcome.value}'"
            chosen = {chosen.choice.id for chosen in found.chosen.values()}
            fired = {finding.rule.id for finding in found.found}
            for name in expected.chooses:
                if name not in chosen:
                    yield "workloads", id_, f"{at}.chooses", f"'{name}' is not chosen; chosen are {', '.join(sorted(chosen))}"
            for name in expected.fires:
                if name not in fired:
                    yield "workloads", id_, f"{at}.fires", f"'{name}' does not fire"


def _checklist(facts: Facts, book: Rulebook) -> Iterator[Fault]:
    """Every reason to fold, rise or appear can hold, and none of them holds whatever is answered."""
    for id_, item in facts.checklist.items():
        reasons = {f"{k}.{n}": r for k in ("folds", "rises", "appears") for n, r in enumerate(getattr(item, k))}
        found = [fault for at, reason in reasons.items() for fault in _reason(facts, book, f"{at}.when", reason)]
        yield from (("checklist", id_, at, text) for at, text in found or _always(facts, book, item))


def _reason(facts: Facts, book: Rulebook, at: str, reason: Reason) -> Iterator[tuple[str, str]]:
    if not reason.when:
        yield at, "names no answers, so it can never hold"
    for index, part in enumerate(reason.when):
        if wrong := list(_misnamed(book.questions, part)):
            yield from ((f"{at}.{index}.{key}", text) for key, text in wrong)
            continue
        try:
            cases = resolve((part,), Platform.OVE, facts)
        except UnresolvedError as fault:
            yield f"{at}.{index}", str(fault)
            continue
        if all(reach(book, case) is None for case in cases):
            yield f"{at}.{index}", "can never hold: its answers exclude each other"
        for case in cases:
            yield from ((f"{at}.{index}", text) for text in _stale(book, case))


def _stale(book: Rulebook, case: Case) -> Iterator[str]:
    """A condition on a question that is not always asked says when it is: an answer that no longer counts must not go on."""
    region = within(case, {}, book.domains)
    for question in case.questions if region is not None else ():
        asked = book.conditions[question]
        if outside([asked], region or {}, book.domains) is not None:
            when = ", ".join(f"{key} {_say(book.questions[key], words)}" for key, words in asked.words.items())
            yield f"'{question}' is asked only with {when}: say so beside it"


def _always(facts: Facts, book: Rulebook, item: ChecklistItem) -> Iterator[tuple[str, str]]:
    def cases(*reasons: Reason) -> list[Case]:
        return [case for reason in reasons for case in resolve(reason.when, Platform.OVE, facts)]

    if item.folds and outside(cases(*item.folds), {}, book.domains) is None:
        yield "folds", "always folds, so it is never to be done"
    if item.appears and outside(cases(*item.appears), {}, book.domains) is None:
        yield "appears", "always appears, so it belongs to the plain list: leave 'appears' out"
    for index, reason in enumerate(item.rises):
        regions = (reach(book, case) for case in cases(reason))
        if all(region is None or outside(cases(*item.folds), region, book.domains) is None for region in regions):
            yield f"rises.{index}", "never rises, since the item has folded then"
