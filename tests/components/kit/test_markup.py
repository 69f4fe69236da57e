"""Markup: what of a stranger's text may stand in a sentence, and where a tag may be written."""

from __future__ import annotations

import ast
import re
from html import escape, unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kit import markup
from domain.quantities.wording import Phrase
from tests.pages.page_text import unmarked
from tests.pages.payloads import html_faults
from tests.server.server_process import ROOT

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
CALM = settings(max_examples=60, deadline=None, derandomize=True, database=None)
AUTOLINK = re.compile(r"https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w|:material/\w+:", re.IGNORECASE)
MARKS = set("\\`*_{}[]()#+-.!|<>~$:&")


def shown(text: str) -> str:
    """What Markdown makes of a text that `markdown_quote` prepared."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


def outside_code(text: str) -> str:
    return re.sub(r"(`+).*?\1", "", text)


@CALM
@given(ANY)
def test_no_mark_of_markdown_is_left_that_could_be_read(text: str) -> None:
    bare = re.sub(r"\\.", "", outside_code(markup.markdown_quote(text, 200)))
    assert not MARKS & set(bare)
    assert bare.isprintable()


@CALM
@given(st.text("abc xyz é 漢 \"'/=?,;%^", max_size=60))
def test_words_come_out_as_they_are(text: str) -> None:
    assert shown(markup.markdown_quote(text)).strip("`") == text


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/a", "HTTP://evil.example", "www.evil.example", "someone@evil.example", ":material/home:"],
)
def test_an_address_of_a_stranger_never_becomes_a_link_and_a_name_never_a_sign(text: str) -> None:
    assert not AUTOLINK.search(shown(outside_code(markup.markdown_quote(f"see {text} now"))))


@pytest.mark.parametrize("limit", [1, 20, 80])
def test_a_long_text_is_cut_and_says_so(limit: int) -> None:
    text = shown(markup.markdown_quote("x" * 100_000, limit)).strip("`")
    assert text == "x" * limit + "…"


@CALM
@given(st.text("abc <>*_[]`$:", max_size=60))
def test_code_of_the_catalogue_stays_code_and_the_rest_is_shown_as_it_is(text: str) -> None:
    assert unmarked(markup.markdown_text(text)) == " ".join(text.replace("`", "").split())
    assert re.findall(r"`[^`]+`", text) == re.findall(r"`[^`]+`", markup.markdown_text(text).replace("\\`", ""))


@CALM
@given(ANY)
def test_code_keeps_every_character(text: str) -> None:
    assert unescape(markup.code(text).removeprefix("<code>").removesuffix("</code>")) == unescape(escape(text))


@CALM
@given(ANY, ANY)
def test_a_link_cannot_be_left_by_its_address_or_its_label(label: str, href: str) -> None:
    link = markup.anchor(label, href)
    assert re.fullmatch(r'<a href="[^"<>]*">(?:[^<>]|</?code>)*</a>', link, re.DOTALL)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("spec.liveMigrationConfig.bandwidthPerMigration", ["spec.", "liveMigrationConfig.", "bandwidthPerMigration"]),
        ("PersistentReservationNotLiveMigratable", ["Persistent", "Reservation", "Not", "Live", "Migratable"]),
        ("kubevirt_vmi_memory_domain_bytes", ["kubevirt_", "vmi_", "memory_", "domain_", "bytes"]),
        ("completionTimeoutPerGiB", ["completionTimeoutPerGiB"]),
    ],
)
def test_a_name_longer_than_a_column_may_break_at_its_joints(name: str, parts: list[str]) -> None:
    """What fits goes into the next line whole; nothing is added that would be copied with it."""
    assert markup.text(name).split(markup.BREAK) == parts
    assert markup.code(name) == f"<code>{markup.BREAK.join(parts)}</code>"


def test_backticks_become_a_monospace_face() -> None:
    assert markup.text("set `a<b` to `1`") == "set <code>a&lt;b</code> to <code>1</code>"


TAG = re.compile(
    r"</?(?:a|b|br|caption|code|dd|details|div|dl|dt|em|extra|h[1-6]|i|img|li|ol|p|script|small|span|strong|style|summary|sub|sup|"
    r"table|tbody|td|th|thead|tr|ul)(?=[\s/>]|$)|&(?:nbsp|lt|gt|amp|quot|#\w+);",
    re.IGNORECASE,
)
MAKERS = {
    "components/kit/markup.py": "every tag",
    "components/kit/tables.py": "the table itself",
    "components/kit/style.py": "style sheets",
    "components/app/first_answer.py": "what stands in the first page until Streamlit has drawn its own",
    "components/app/index_page.py": "the page that Streamlit ships, served with a head of its own; that of an unknown address",
}


def texts(source: str) -> list[tuple[int, str]]:
    """The texts of a program with their lines, docstrings apart."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [(node.lineno, node.value) for node in found if id(node) not in told]


def screens() -> list[Path]:
    return sorted(path for folder in ("components", "pages") for path in (ROOT / folder).rglob("*.py"))


def test_no_tag_and_no_entity_is_written_outside_the_rooms_that_make_them() -> None:
    files = {str(path.relative_to(ROOT)): path for path in screens()}
    assert set(MAKERS) <= set(files)
    faults = [
        f"{name}:{line} {TAG.search(text)[0]}"
        for name, path in files.items()
        if name not in MAKERS
        for line, text in texts(path.read_text(encoding="utf-8"))
        if TAG.search(text)
    ]
    assert faults == []


@pytest.mark.parametrize("written", ['x = "<div class=s>"', 'x = f"{y}</span>"', "x = f'<br>{y}'", 'x = "a&nbsp;b"', 'x = "<a"'])
def test_a_tag_is_seen_wherever_it_is_written(written: str) -> None:
    assert [text for _, text in texts(written) if TAG.search(text)]


def test_markup_is_made_of_text_by_markup_alone() -> None:
    """A cast of a text to `Html` anywhere else would pass mypy without an escape."""
    casts = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in screens()
        if path.name not in ("markup.py", "tables.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in ("Html", "cast")
    ]
    assert casts == []


WRAPPERS = [
    markup.strong,
    markup.line,
    markup.note,
    markup.small,
    markup.below,
    markup.reading,
    markup.value,
    markup.panel,
    markup.use,
]


@CALM
@given(ANY)
def test_whatever_stands_in_a_text_comes_out_as_text(text: str) -> None:
    inner = markup.joined(markup.text(text), markup.literal(text), markup.code(text), markup.number(text), markup.handle(text))
    made = [
        *(wrap(inner) for wrap in WRAPPERS),
        markup.sign("✓", text, "good"),
        markup.outside(f"x{text}", f"https://github.com/{text}"),
        markup.definition([(text, inner)]),
        markup.fold(inner, inner),
        markup.listed([inner, inner], text),
        markup.stacked([inner, inner], text),
    ]
    assert [html for html in made if html_faults([html])] == []
    assert unescape(markup.literal(text)) == unescape(escape(text))


def test_parts_are_set_beside_and_below_one_another() -> None:
    a, b = markup.text("a"), markup.text("<b>")
    assert markup.joined(a, b) == "a&lt;b&gt;"
    assert markup.spaced(a, markup.NOTHING, b) == "a &lt;b&gt;"
    assert markup.listed([a, b], " · ") == "a · &lt;b&gt;"
    assert markup.stacked([a, b], "or ") == "a<br>or &lt;b&gt;"
    assert markup.definition([("x", a), ("y", markup.NOTHING)]) == "<dl><dt>x<dd>a</dl>"
    assert markup.definition([("y", markup.NOTHING)]) == ""


def test_words_of_a_figure_are_broken_where_they_are_told_to_be() -> None:
    assert markup.hover("%{x}", "%{y}") == "%{x}<br>%{y}<extra></extra>"
    assert markup.broken("paused at the deadline", "at") == "paused at<br>the deadline"
    assert markup.broken("never ends", "at") == "never ends"


def test_phrases_are_one_sentence_in_which_the_strong_ones_are_bold_and_a_strangers_words_are_code() -> None:
    said = [Phrase("Done: “[x](//evil.ex)”", strong=True), Phrase(" after 2 s.")]
    assert markup.markdown_phrases(said) == "**Done\\: `[x](//evil.ex)`** after 2 s\\."
