"""A decision record: it tells what was asked, what follows and from where, and no name of a workload bends its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from domain.artefacts.decision_record import MOST_FLIPS, NOTHING_ANSWERED, Decision, decision_record, file_name
from domain.catalog import catalog
from domain.catalog.records.evidence import Source
from domain.catalog.vocabulary import Platform, RuleKind
from domain.decision.answers import clean_name
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import STOPS, WORSENS, judge
from domain.decision.what_if import flips, ways_out

BOOK = rulebook(catalog())
DAY, LINK = date(2026, 11, 23), "https://reference.example.com/wizard?w=SAP%20HANA~os.rhel"
READER = MarkdownIt("commonmark").enable("table")
SECTIONS = [
    "Context",
    "Options",
    "Decision",
    "Why not",
    "Consequences",
    "What would change the result",
    "What is not known",
    "Rules",
    "Sources",
]
WORKLOADS = list(catalog().workloads)
Given = dict[str, int | str]
PARTIAL: st.SearchStrategy[Given] = st.fixed_dictionaries(
    {},
    optional={
        id_: st.integers(question.low, question.high) if question.counts else st.sampled_from([o.id for o in question.options])
        for id_, question in BOOK.questions.items()
    },
)
CHOSEN = st.sampled_from([None, *Platform])


def address(source: Source) -> str:
    return f"https://sources.example.com/{source.id}"


def record(
    answers: Given,
    platform: Platform | None = None,
    name: str = "A workload",
    link: str = LINK,
    by: str = "",
    on: date | None = None,
) -> str:
    return decision_record(catalog(), name, answers, Decision(platform, by, on), link, DAY, address)


@cache
def of(workload: str, platform: Platform | None = None) -> str:
    return record(dict(catalog().workloads[workload].answers), platform)


def parts(text: str) -> dict[str, str]:
    """The text of every section by its heading."""
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}


def tokens(text: str) -> Iterator[Token]:
    """Everything a reader of Markdown makes of it, inline parts included."""
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def shown(text: str) -> str:
    """What a reader sees: the text without markup, a line a block."""
    blocks = (token for token in READER.parse(text) if token.type == "inline")
    return "\n".join("".join(child.content for child in block.children or ()) for block in blocks)


def test_the_record_says_what_it_is_of_when_and_from_which_facts() -> None:
    head = of("sap-hana", Platform.OVE).split("\n## ")[0]
    assert head.startswith("# Decision record: `A workload`\n")
    assert f"Status: decided. Written: 2026-11-23. Catalogue: {catalog().version}." in head
    assert f"<{LINK}>" in head


def test_nothing_is_decided_until_somebody_says_so() -> None:
    open_ = of("sap-hana")
    assert "Status: not decided yet." in open_
    assert parts(open_)["Decision"].strip() == "Not decided yet."
    assert "Decided by" not in open_
    taken = shown(parts(record({"live": "must"}, Platform.OVE, by="The design board", on=date(2026, 11, 20)))["Decision"])
    assert "Decided by: “The design board”" in taken
    assert "Decided on: 2026-11-20" in taken
    anonymous = shown(parts(record({"live": "must"}, Platform.OVE))["Decision"])
    assert "Decided by: not said" in anonymous
    assert "Decided on: not said" in anonymous


def test_without_an_answer_there_is_a_sentence_and_no_record() -> None:
    for platform in (None, *Platform):
        assert record({}, platform) == f"{NOTHING_ANSWERED}\n"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Oracle RAC, 2 nodes", "oracle-rac-2-nodes"),
        ("Größe ½", "groe-1-2"),
        ("../../etc", "etc"),
        ("", "workload"),
        ("日本", "workload"),
    ],
)
def test_the_file_is_named_after_the_workload(name: str, slug: str) -> None:
    assert re.fullmatch(r"decision-[a-z0-9-]+-2026-11-23\.md", file_name(name, DAY))
    if name != "Größe ½":
        assert file_name(name, DAY) == f"decision-{slug}-2026-11-23.md"


def in_turn(workload: str) -> Platform:
    """Each platform is chosen for a third of the examples."""
    return list(Platform)[list(WORKLOADS).index(workload) % len(Platform)]


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_record_of_every_worked_example_has_every_section(workload: str, subtests: pytest.Subtests) -> None:
    for platform in (None, in_turn(workload)):
        with subtests.test(platform=platform):
            text = of(workload, platform)
            found = parts(text)
            assert list(found) == SECTIONS
            assert all(body.strip() for body in found.values())
            assert "\n\n\n" not in text
            assert text.endswith("\n")


def test_every_answer_stands_in_the_context_and_every_other_question_is_listed(subtests: pytest.Subtests) -> None:
    for workload in WORKLOADS:
        with subtests.test(workload=workload):
            answers = dict(catalog().workloads[workload].answers)
            context = shown(parts(of(workload))["Context"])
            *_, missing = context.split("Not answered: ")
            for id_, question in BOOK.questions.items():
                if id_ in answers:
                    assert f"{question.label}: {question.label_of(answers[id_])}" in context
                else:
                    assert (question.label in missing.rstrip(".").split(", ")) == BOOK.asked(id_, answers), id_


def test_a_complete_workload_has_no_open_question() -> None:
    given = {id_: q.neutral or (q.options[0].id if q.options else q.low) for id_, q in BOOK.questions.items()}
    found = parts(record(given))
    assert "Every question that applies is answered." in found["Context"]
    assert "Unanswered" not in found["What is not known"]


def test_the_options_are_what_the_rules_choose(subtests: pytest.Subtests) -> None:
    for workload in WORKLOADS:
        with subtests.test(workload=workload):
            standings = judge(BOOK, dict(catalog().workloads[workload].answers))
            head, *rows = [
                [cell.strip() for cell in row.split("|")[1:-1]]
                for row in parts(of(workload))["Options"].strip().split("\n")
                if "|" in row
            ]
            assert head[1:] == [platform.label for platform in standings]
            cells = {row[0]: row[1:] for row in rows}
            for column, standing in enumerate(standings.values()):
                assert cells["Outcome"][column].startswith(standing.outcome.label)
                for id_, aspect in BOOK.aspects.items():
                    wanted = standing.chosen.get(id_)
                    if aspect.label in cells:
                        assert cells[aspect.label][column].removesuffix(" (?)") == (wanted.choice.label if wanted else "–")
                    else:
                        assert wanted is None


WEIGHTS = ["Exclusion", "Conflict", "Not researched", "Blocking preparation", "Condition", "Cost in operation", "Remark"]
TOLD = (*WORSENS, RuleKind.REQUIREMENT, RuleKind.COST)


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_consequences_are_the_rules_that_fired_by_weight_with_their_ways_out(
    workload: str, subtests: pytest.Subtests
) -> None:
    for platform in list(Platform):
        with subtests.test(platform=platform):
            standing = judge(BOOK, dict(catalog().workloads[workload].answers))[platform]
            found = shown(parts(of(workload, platform))["Consequences"])
            for finding in standing.found:
                assert (f": {plain(finding.rule.says)}" in found) == (finding.rule.kind in TOLD)
                for way in finding.rule.ways_out:
                    assert f"Way out: {plain(way)}" in found
            heads = [line.split(":")[0] for line in found.split("\n") if line.split(":")[0] in WEIGHTS]
            assert len(heads) == len(standing.of(*TOLD))
            assert heads == sorted(heads, key=WEIGHTS.index)
            for other in Platform:
                assert (f"{other.label}\n" in found) == (other is platform)


@pytest.mark.parametrize("workload", WORKLOADS)
def test_every_platform_that_was_not_chosen_has_its_reasons(workload: str) -> None:
    standings = judge(BOOK, dict(catalog().workloads[workload].answers))
    for chosen in (None, in_turn(workload)):
        why = parts(of(workload, chosen))["Why not"]
        for platform, standing in standings.items():
            assert (f"### {platform.label}: " in why) == (platform is not chosen)
            if platform is not chosen:
                own = shown(why.split(f"### {platform.label}: ")[1].split("\n### ")[0])
                assert all(plain(finding.rule.says) in own for finding in standing.of(*WORSENS))
                assert ("No rule stands against it" in own) == (not standing.of(*WORSENS))


def plain(text: str) -> str:
    return text.replace("`", "")


def test_what_would_flip_it_is_what_the_engine_computes(subtests: pytest.Subtests) -> None:
    for workload in WORKLOADS:
        with subtests.test(workload=workload):
            answers = dict(catalog().workloads[workload].answers)
            standing = judge(BOOK, answers)[Platform.OVE]
            found = shown(parts(of(workload, Platform.OVE))["What would change the result"]).split("\n")
            ways = ways_out(BOOK, Platform.OVE, answers)
            single = [flip for flip in flips(BOOK, Platform.OVE, answers, standing) if flip.outcome is not standing.outcome]
            others = [flip for flip in single if flip.changes not in [way.changes for way in ways]]
            assert sum(line.startswith("Way out: With ") for line in found) == len(ways)
            assert sum(line.startswith("With ") for line in found) == min(len(others), MOST_FLIPS)
            for flip in [*ways, *others[:MOST_FLIPS]]:
                changes = "; ".join(
                    f"{BOOK.questions[q].label}: {BOOK.questions[q].label_of(a)}" for q, a in flip.changes.items()
                )
                assert any(f"With {changes} the outcome is “{flip.outcome.label}”." in line for line in found)
                prices = [option.price for q, a in flip.changes.items() for option in BOOK.questions[q].options if option.id == a]
                assert not (prices and all(prices)) or f"Its price: {' '.join(prices)}" in "\n".join(found)


def test_a_decision_against_the_verdict_is_told_as_such() -> None:
    answers: Given = {"live": "must", "hosts": "vendors", "vcpu": 4}
    assert "VMware vSphere, although the verdict is against it." in record(answers, Platform.VSPHERE)
    assert "although" not in parts(record({"vcpu": 4, "ram": 16}, Platform.VSPHERE))["Decision"]


def test_nothing_claims_that_everything_was_researched() -> None:
    """It counts what was answered, read, not researched and of no matter, for the platform decided for."""
    answers = dict(catalog().workloads["sap-hana"].answers)
    for platform in Platform:
        standing = judge(BOOK, answers)[platform]
        found = shown(parts(of("sap-hana", platform))["What is not known"])
        read = sum((platform, question) in BOOK.reading for question in answers)
        assert f"{platform.label}: {len(answers)} answers given, {read} of them read by a rule; " in found
        assert f"{len(standing.unresearched)} gap" in found
        assert f"{len(standing.of(RuleKind.NOTE))} answer" in found
        assert "every answer has been researched" not in found


def test_what_is_unknown_is_told() -> None:
    open_ = parts(record({"live": "must"}, Platform.OVE))["What is not known"]
    line, rest = [line for line in open_.split("\n") if "may add " in line]
    assert "may add a conflict or an exclusion" in line
    assert "VMware vSphere" not in open_
    assert not set(rest.rstrip(".").split(": ")[1].split(", ")) & set(line.rstrip(".").split(": ")[1].split(", "))
    standing = judge(BOOK, {"live": "must"})[Platform.OVE]
    wanted = {question for rule in standing.open if rule.rule.kind in STOPS for question in rule.missing}
    assert set(line.rstrip(".").split(": ")[1].split(", ")) == {BOOK.questions[question].label for question in wanted}


def test_every_rule_that_fired_has_a_row_with_its_evidence(subtests: pytest.Subtests) -> None:
    for workload in WORKLOADS:
        with subtests.test(workload=workload):
            standings = judge(BOOK, dict(catalog().workloads[workload].answers))
            table = parts(of(workload))["Rules"]
            rows = [row for row in table.split("\n") if row.startswith("| `")]
            fired = [finding.rule for standing in standings.values() for finding in standing.found]
            assert len(rows) == len(fired)
            for row, rule in zip(rows, fired, strict=True):
                assert row.startswith(f"| `{rule.id}` | {rule.platform.label} | ")
                assert row.endswith(f" | {rule.checked.isoformat()} |")
                assert f" | {rule.grade.value} | " in row
                text = shown(f"{row}\n")
                assert all(catalog().sources[source].title in text for source in rule.sources)
                assert plain(rule.says) in text


def test_every_source_stands_once_with_where_it_is_and_its_address(subtests: pytest.Subtests) -> None:
    for workload in WORKLOADS:
        with subtests.test(workload=workload):
            standings = judge(BOOK, dict(catalog().workloads[workload].answers))
            cited = {id_ for standing in standings.values() for finding in standing.found for id_ in finding.rule.sources}
            lines = parts(of(workload))["Sources"].strip().split("\n")
            assert len(lines) == len(cited)
            for id_ in cited:
                source = catalog().sources[id_]
                (line,) = [line for line in lines if line.endswith(f"<https://sources.example.com/{id_}>")]
                text = shown(line)
                assert source.title in text
                assert all(part in text for part in (source.repository, source.path, source.ref, source.version))


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    text = decision_record(catalog(), "x", {"live": "must"}, Decision(None), "", DAY, lambda _: "javascript:alert(1)")
    assert not [token for token in tokens(text) if token.type == "link_open"]


def test_the_code_of_a_rule_stays_code_and_the_rest_is_escaped() -> None:
    text = of("domain-controller", Platform.OVE)
    assert "Secure Boot needs `features.smm.enabled: true`." in text
    assert not [token for token in tokens(text) if token.type in ("html_block", "html_inline", "image", "em_open")]


NAMES = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("`*_[]()<>#|\\\n\r!&;:/@~-+=.1"), max_size=80)


@settings(max_examples=15)
@given(NAMES)
@example("`")
@example("``` ```")
@example("a`b``c")
@example("\n# Owned\n\n[x](javascript:alert(1))")
@example("<script>alert(1)</script> & <img src=x onerror=alert(1)>")
@example("https://evil.example www.evil.example a@evil.example [a]: https://evil.example")
@example("| a | b |\n| --- | --- |")
@example("\u202egnp.exe\u2028# x")
@example("---")
def test_no_name_bends_the_record(name: str) -> None:
    """Whatever the name holds, it is the text of one code span in the title, and all the rest stays as it is."""
    first, rest = record({"live": "must"}, name=name).split("\n", 1)
    assert rest == record({"live": "must"}).split("\n", 1)[1]
    title, inline, *others = READER.parse(first)
    assert (title.type, title.tag) == ("heading_open", "h1")
    assert [token.type for token in others] == ["heading_close"]
    children = inline.children or []
    assert [child.type for child in children] in (["text", "code_inline"], ["text"])
    wanted = clean_name(name)
    assert (children[-1].content if len(children) > 1 else "") == wanted
    assert wanted or first == "# Decision record: unnamed workload"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "data:text/html,x", "//evil.example", "x](https://evil.example)"])
def test_a_link_that_is_no_web_address_is_left_out(link: str) -> None:
    text = record({"live": "must"}, link=link)
    head = text.split("\n## ")[0]
    assert not [token for token in tokens(head) if token.type == "link_open"]
    assert "evil" not in text


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("<> \n\"'`\\"), max_size=40))
def test_no_link_leaves_its_brackets(rest: str) -> None:
    text = record({"live": "must"}, link=f"https://reference.example.com/wizard?w={rest}")
    links = [token for token in tokens(text.split("\n## ")[0]) if token.type == "link_open"]
    assert len(links) == 1
    assert str(links[0].attrs["href"]).startswith("https://reference.example.com/wizard?w=")
    assert len(text.split("\n")) == len(record({"live": "must"}).split("\n"))


@settings(max_examples=12)
@given(NAMES)
@example("x](javascript:alert(1)) <script>")
def test_nobody_who_decided_bends_the_record(by: str) -> None:
    text = record({"live": "must"}, Platform.OVE, by=by)
    assert list(parts(text)) == SECTIONS
    assert not [token for token in tokens(text) if token.type in ("html_block", "html_inline", "code_block", "hr", "image")]
    if wanted := clean_name(by):
        assert f"Decided by: “{wanted}”" in shown(parts(text)["Decision"])


@settings(max_examples=10)
@given(PARTIAL.filter(bool), CHOSEN)
def test_any_answers_give_a_record_that_reads_as_it_should(answers: Given, platform: Platform | None) -> None:
    text = record(answers, platform)
    assert list(parts(text)) == SECTIONS
    tables = [token for token in tokens(text) if token.type == "table_open"]
    assert len(tables) == (2 if any(standing.found for standing in judge(BOOK, answers).values()) else 1)
    assert not [token for token in tokens(text) if token.type in ("html_block", "html_inline", "code_block", "hr")]
