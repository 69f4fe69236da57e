"""Where the terms of a showing stand in a text: whole words, as they are written, close to each other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

WINDOW = 12
"""Lines within which all terms of a showing stand: in Markdown a paragraph is one line, in a table a cell can be."""

AROUND = 2
"""Lines before and after them that are compared with a newer state of the file, too."""

WORD = r"\w"
NOT_IN_A_FIGURE = r"(?<!\d[.,])(?<!\s\.)(?<!\A\.)", r"(?![.,]\d)"
"""Before a term that begins with a digit, and after one that ends with it: "2" is not in 2.5, 1,024 or .25."""


class Place(NamedTuple):
    """The first and the last line of a passage, counted from 0."""

    first: int
    last: int


class Sight(NamedTuple):
    """What a look for terms finds: where they stand together, else which are missing; none is if they only stand apart."""

    place: Place | None
    missing: tuple[str, ...] = ()


class FileText:
    """A file's text and its lines."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _ends(self) -> list[int]:
        """Where each line ends, its line break included."""
        return list(accumulate(len(line) + 1 for line in self.lines))

    def line_of(self, offset: int) -> int:
        return bisect_right(self._ends, offset)

    def around(self, place: Place) -> tuple[str, ...]:
        """The lines of a place, and a few before and after them."""
        return tuple(self.lines[max(0, place.first - AROUND) : place.last + AROUND + 1])

    def has(self, block: tuple[str, ...]) -> bool:
        """Whether these lines stand in it one after the other, unchanged."""
        return "\n" + "\n".join(block) + "\n" in f"\n{self.text}\n"


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    first, last = term[0], term[-1]
    begin = rf"(?<!{WORD})" if re.match(WORD, first) else ""
    end = rf"(?!{WORD})" if re.match(WORD, last) else ""
    before, after = NOT_IN_A_FIGURE
    begin += before if first.isdigit() else ""
    end += after if last.isdigit() else ""
    return re.compile(begin + r"\s+".join(map(re.escape, term.split())) + end)


def _places(text: FileText, term: str) -> list[Place]:
    found = _pattern(term).finditer(text.text)
    return [Place(text.line_of(match.start()), text.line_of(match.end() - 1)) for match in found]


def look(text: FileText, terms: tuple[str, ...]) -> Sight:
    """Look for the terms; of several places the one with the fewest lines, then the first.

    Work is bounded by the occurrences of the rarest term, times the window, times the number of terms.
    """
    places = [_places(text, term) for term in terms]
    missing = tuple(term for term, found in zip(terms, places, strict=True) if not found)
    if missing:
        return Sight(None, missing)
    starts = [[place.first for place in found] for found in places]
    rarest = min(places, key=len)
    begins = dict.fromkeys(first for place in rarest for first in range(max(0, place.last - WINDOW + 1), place.first + 1))
    best: Place | None = None
    for begin in begins:
        nearest = [bisect_left(lines, begin) for lines in starts]
        if any(at == len(found) for at, found in zip(nearest, places, strict=True)):
            continue
        held = [found[at] for at, found in zip(nearest, places, strict=True)]
        place = Place(min(held).first, max(one.last for one in held))
        if place.last - place.first < WINDOW and (best is None or (place.last - place.first, place.first) < _length(best)):
            best = place
    return Sight(best)


def _length(place: Place) -> tuple[int, int]:
    return place.last - place.first, place.first
