"""A table as it is shown, in Markdown for a wiki or a mail: its sources as footnotes with their addresses, its rows as links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from components.kit import markup
from components.kit.markup import Html
from components.kit.tables import HANDLES, Shown, by_group
from domain.artefacts.documents import markdown_cell
from domain.catalog.vocabulary import Grade

SILENT = {HANDLES.get(grade, grade.label) for grade in Grade}
"""What opens a fold without saying anything else."""

BREAKS = {"div", "br", "li", "ul", "details"}


@dataclass
class _Read:
    """What a cell says, and of each statement in it the names and values behind it."""

    text: str = ""
    behind: list[dict[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the HTML that `markup` makes; nothing else is ever given to it."""

    def __init__(self, absolute: Callable[[str], str], linked: bool) -> None:
        super().__init__()
        self.absolute, self.linked = absolute, linked
        self.parts: list[str] = []
        self.behind: list[dict[str, str]] = []
        self.within: list[str] = []
        self.name = self.href = ""
        self.is_ours = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("dt", "dd"):
            self._end_of_the_one_before()
        if tag == "dl":
            self.behind.append({})
        if tag in BREAKS:
            self._say("\n")
        if tag == "a":
            self.href, self.is_ours = given.get("href") or "", given.get("target") != "_blank"
        if tag not in ("br",):
            self.within.append(tag)

    def _end_of_the_one_before(self) -> None:
        """A name and what it stands for end where the next one begins."""
        while self.within and self.within[-1] != "dl":
            self.within.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop() != tag:
            pass
        if tag == "a" and self._is_behind() and not self.is_ours:
            self._say(f" {self.href}")
        if tag in BREAKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        if "summary" in self.within and data in SILENT:
            return
        if "a" in self.within and self._is_behind() and self.is_ours:
            return
        if "dt" in self.within:
            self.name = data
        elif "a" in self.within and self.linked and not self._is_behind():
            self._say(f"[{markdown_cell(data)}]({self.absolute(self.href)})")
        else:
            self._say(data if self._is_behind() else markdown_cell(f"\u2060{data}\u2060").strip("\u2060"))

    def _is_behind(self) -> bool:
        return "dl" in self.within

    def _say(self, text: str) -> None:
        if self._is_behind() and self.behind:
            said = self.behind[-1]
            said[self.name] = f"{said.get(self.name, '')}{text}"
        else:
            self.parts.append(text)


def _read(html: Html, absolute: Callable[[str], str], linked: bool = False) -> _Read:
    reader = _Reader(absolute, linked)
    reader.feed(html.replace(markup.BREAK, ""))
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return _Read("; ".join(filter(None, lines)), reader.behind)


def _footnote(behind: dict[str, str]) -> str:
    sources = " · ".join(" ".join(line.split()) for line in behind.get("Sources", "").split("\n") if line.strip())
    grade = behind.get("Evidence", "").partition(":")[0].strip()
    return f"{sources or 'no source found'} ({grade}, checked {behind.get('Checked', '').strip()})"


def markdown(shown: Sequence[Shown], absolute: Callable[[str], str]) -> str:
    """The tables one after the other, each with its caption; then the footnotes."""
    notes: list[str] = []
    parts = ["\n".join(_rows(table, absolute, notes)) for table in shown]
    listed = "\n".join(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))
    return "\n\n".join(filter(None, (*parts, listed)))


def _rows(shown: Shown, absolute: Callable[[str], str], notes: list[str]) -> Iterator[str]:
    if shown.caption:
        yield from (markdown_cell(shown.caption), "")
    yield _row([markdown_cell(column.label) for column in shown.columns])
    yield _row(["---:" if column.numeric else "---" for column in shown.columns])
    for group, lines in by_group(shown.lines):
        if group:
            yield _row([f"**{markdown_cell(group)}**", *[""] * (len(shown.columns) - 1)])
        for line in lines:
            behind = (markup.NOTHING,) * (len(line.cells) - len(line.behind)) + line.behind
            cells = (_cell(markup.joined(cell, more), absolute, notes) for cell, more in zip(line.cells, behind, strict=True))
            yield _row([_read(line.head, absolute, linked=True).text, *cells])


def _cell(html: Html, absolute: Callable[[str], str], notes: list[str]) -> str:
    read = _read(html, absolute)
    marks = []
    for behind in read.behind:
        if "Evidence" in behind:
            note = _footnote(behind)
            if note not in notes:
                notes.append(note)
            marks.append(f"[^{notes.index(note) + 1}]")
    return f"{read.text}{''.join(dict.fromkeys(marks))}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
