"""What is wrong with the rules themselves: rules that cannot fire, contradict silently, or leave an answer unread.

Exact, not sampled: conditions are regions of the answers, and whether a region is empty is decided by splitting it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from domain.catalog.loading import Check, Draft
from domain.catalog.records.checklist import ChecklistItem, Reason
from domain.catalog.records.conditions import Above, When
from domain.catalog.records.workload import WorkloadQuestion
from domain.catalog.tables import BY_NAME, Facts
from domain.catalog.vocabulary import Platform, RuleKind
from domain.decision.conditions import Case, Region, Span, Words, outside, within
from domain.decision.rulebook import TERM, Rulebook, UnresolvedError, domains, resolve
from domain.decision.verdicts import STOPS, judge

Fault = tuple[str, str, str, str]
"""Table, record, field and what is wrong with it."""


def _is_whole(draft: Draft, table: str) -> bool:
    place = BY_NAME[table]
    rows = draft.documents[place.file].value.get(place.section) if draft.readable(place.file) else None
    return isinstance(rows, list) and len(rows) == len(draft.records[table]) > 0


def rules_hold_together(draft: Draft) -> None:
    """A record that is missing because its own shape is wrong would be blamed on the records that need it."""
    tables = ("workload_questions", "aspects", "terms", "rules", "workloads", "key_numbers", "decision_matrix")
    if all(_is_whole(draft, table) for table in tables):
        for table, id_, at, message in faults(draft):
            draft.report(table, id_, at, message)


def faults(facts: Facts) -> Iterator[Fault]:
    """Every fault of the questions, rules, workloads and of the checklist's conditions.

    What rests on a faulty part is judged once that is mended.
    """
    first = [*_names(facts), *_choices(facts), *_yields(facts), *_answers(facts)]
    yield from first
    if first:
        return
    legal = domains(facts.workload_questions)
    cases = {id_: resolve(rule.when, rule.platform, facts) for id_, rule in facts.rules.items()}
    yield from _never(facts, cases, legal)
    yield from _silent(facts, cases, legal)
    yield from _unread(facts, cases)
    yield from _falling(facts, cases)
    choices = {choice.id: choice for aspect in facts.aspects.values() for choice in aspect.choices}
    yield from _unexpected(facts, Rulebook(facts.workload_questions, facts.rules, cases, facts.aspects, choices))
    yield from _checklist(facts, legal)


def _names(facts: Facts) -> Iterator[Fault]:
    """Conditions name questions, answers, terms and limits that exist."""
    for table, rows in (("terms", facts.terms), ("rules", facts.rules)):
        for id_, row in rows.items():
            for index, part in enumerate(row.when):
                yield from ((table, id_, f"when.{index}.{key}", text) for key, text in misnamed(facts.workload_questions, part))
            try:
                resolve(row.when, row.platform, facts)
            except UnresolvedError as fault:
                yield table, id_, "when", str(fault)
    for id_, question in facts.workload_questions.items():
        for key, words in question.asked.items():
            for _, text in misnamed(facts.workload_questions, {key: words}):
                yield "workload_questions", id_, f"asked.{key}", text


def misnamed(questions: Mapping[str, WorkloadQuestion], part: When) -> Iterator[tuple[str, str]]:
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
        elif isinstance(condition, tuple):
            known = {option.id for option in question.options}
            yield from ((key, f"'{word}' is not an answer to '{key}'") for word in condition if word not in known)


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


def _never(facts: Facts, cases: Mapping[str, tuple[Case, ...]], legal: Mapping[str, Words | Span]) -> Iterator[Fault]:
    """Every case can hold together with the conditions under which its questions are asked, and no rule always gives way."""
    for id_, rule in facts.rules.items():
        for index, part in enumerate(rule.when):
            alternatives = resolve((part,), rule.platform, facts)
            if all(reach(facts.workload_questions, case, legal) is None for case in alternatives):
                yield "rules", id_, f"when.{index}", "can never hold: its answers exclude each other"
        for case in cases[id_]:
            yield from (("rules", id_, "when", text) for text in _stale(facts, case, legal))
        regions = [region for case in cases[id_] if (region := reach(facts.workload_questions, case, legal)) is not None]
        over = [case for name in rule.yields_to for case in cases[name]]
        if regions and all(outside(over, region, legal) is None for region in regions):
            yield "rules", id_, "yields_to", "always gives way, so it never chooses"


def reach(questions: Mapping[str, WorkloadQuestion], case: Case, legal: Mapping[str, Words | Span]) -> Region | None:
    """The answers with which the case holds and all of its questions are asked; None if there are none."""
    region = within(case, {}, legal)
    for question in case.questions:
        asked = {key: frozenset(words) for key, words in questions[question].asked.items()}
        region = region if region is None else within(Case(asked, {}), region, legal)
    return region


def _silent(facts: Facts, cases: Mapping[str, tuple[Case, ...]], legal: Mapping[str, Words | Span]) -> Iterator[Fault]:
    """Two recommendations never choose differently for one aspect at once, unless one gives way to the other."""
    choosing = [rule for rule in facts.rules.values() if rule.kind is RuleKind.RECOMMENDATION]
    for one, other in combinations(choosing, 2):
        if (one.platform, one.aspect) != (other.platform, other.aspect) or one.choose == other.choose:
            continue
        if one.id in other.yields_to or other.id in one.yields_to:
            continue
        over = [case for name in (*one.yields_to, *other.yields_to) for case in cases[name]]
        both = (reach(facts.workload_questions, a.both(b), legal) for a in cases[one.id] for b in cases[other.id])
        found = next((r for region in both if region is not None and (r := outside(over, region, legal)) is not None), None)
        if found is not None:
            when = ", ".join(f"{key} {_say(value)}" for key, value in sorted(found.items()))
            yield "rules", other.id, "choose", f"and '{one.id}' choose differently for '{one.aspect}' when {when}"


def _say(value: Words | Span) -> str:
    return " or ".join(sorted(value)) if isinstance(value, frozenset) else f"{value[0]} to {value[1]}"


def _unread(facts: Facts, cases: Mapping[str, tuple[Case, ...]]) -> Iterator[Fault]:
    """Every answer that asks for something is read by a rule."""
    every = [case for own in cases.values() for case in own]
    for id_, question in facts.workload_questions.items():
        if question.counts and not any(id_ in case.above for case in every):
            yield "workload_questions", id_, "id", "no rule reads this number"
        for index, option in enumerate(question.options):
            if option.id != question.neutral and not any(option.id in case.words.get(id_, ()) for case in every):
                yield "workload_questions", id_, f"options.{index}", f"no rule reads the answer '{option.id}'"


def _falling(facts: Facts, cases: Mapping[str, tuple[Case, ...]]) -> Iterator[Fault]:
    """Demanding more never removes a conflict or an exclusion: their conditions hold for every later option too."""
    rising = {id_: [option.id for option in q.options] for id_, q in facts.workload_questions.items() if q.rising}
    for id_, rule in facts.rules.items():
        said = "an exclusion" if rule.kind is RuleKind.EXCLUSION else "a conflict"
        for case in cases[id_] if rule.kind in STOPS else ():
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


def _checklist(facts: Facts, legal: Mapping[str, Words | Span]) -> Iterator[Fault]:
    """Every reason to fold, rise or appear can hold, and none of them holds whatever is answered."""
    for id_, item in facts.checklist.items():
        reasons = {f"{k}.{n}": r for k in ("folds", "rises", "appears") for n, r in enumerate(getattr(item, k))}
        found = [fault for at, reason in reasons.items() for fault in _reason(facts, f"{at}.when", reason, legal)]
        yield from (("checklist", id_, at, text) for at, text in found or _always(facts, item, legal))


def _reason(facts: Facts, at: str, reason: Reason, legal: Mapping[str, Words | Span]) -> Iterator[tuple[str, str]]:
    if not reason.when:
        yield at, "names no answers, so it can never hold"
    for index, part in enumerate(reason.when):
        if wrong := list(misnamed(facts.workload_questions, part)):
            yield from ((f"{at}.{index}.{key}", text) for key, text in wrong)
            continue
        try:
            cases = resolve((part,), Platform.OVE, facts)
        except UnresolvedError as fault:
            yield f"{at}.{index}", str(fault)
            continue
        if all(reach(facts.workload_questions, case, legal) is None for case in cases):
            yield f"{at}.{index}", "can never hold: its answers exclude each other"
        for case in cases:
            yield from ((f"{at}.{index}", text) for text in _stale(facts, case, legal))


def _stale(facts: Facts, case: Case, legal: Mapping[str, Words | Span]) -> Iterator[str]:
    """A condition on a question that is not always asked says when it is: an answer that no longer counts must not go on."""
    region = within(case, {}, legal)
    for question in case.questions if region is not None else ():
        asked = {key: frozenset(words) for key, words in facts.workload_questions[question].asked.items()}
        if outside([Case(asked, {})], region or {}, legal) is not None:
            when = ", ".join(f"{key} {_say(words)}" for key, words in asked.items())
            yield f"'{question}' is asked only with {when}: say so beside it"


def _always(facts: Facts, item: ChecklistItem, legal: Mapping[str, Words | Span]) -> Iterator[tuple[str, str]]:
    def cases(*reasons: Reason) -> list[Case]:
        return [case for r in reasons for case in resolve(r.when, Platform.OVE, facts)]

    if item.folds and outside(cases(*item.folds), {}, legal) is None:
        yield "folds", "always folds, so it is never to be done"
    if item.appears and outside(cases(*item.appears), {}, legal) is None:
        yield "appears", "always appears, so it belongs to the plain list: leave 'appears' out"
    for index, reason in enumerate(item.rises):
        regions = (reach(facts.workload_questions, case, legal) for case in cases(reason))
        if all(region is None or outside(cases(*item.folds), region, legal) is None for region in regions):
            yield f"rises.{index}", "never rises, since the item has folded then"


CHECKS: tuple[Check, ...] = (rules_hold_together,)
