"""Numbers in words: the one place where seconds, rates and amounts get their unit, without false precision.

A sentence of ours is plain text in which “quotation marks” hold a stranger's words; the screen that shows it marks them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from domain.quantities.units import GB, GBIT, GIB, MB, MIB

_PLAIN_MARKS = str.maketrans("“”", '""')


class Phrase(NamedTuple):
    """A part of what is said; a `strong` one carries the answer, and the screen sets it off."""

    text: str
    strong: bool = False


LONGEST_NAME = 40
"""Characters of a stranger's name that are shown in a sentence."""


def quoted(name: str) -> str:
    """A stranger's name in “quotation marks”, shortened; its own marks become plain ones, so that the pair stays a pair."""
    shown = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
    return f"“{shown.translate(_PLAIN_MARKS)}”"


def counted(number: float, one: str, many: str = "") -> str:
    """A whole number with its noun: "1 row", "2,000 rows"; `many` where it is not `one` and an s."""
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"


ABSURD = 1e15
"""From here on no number of this product means anything, and its digits would fill the screen."""


def number_in_words(number: float, digits: int = 12) -> str:
    """A number with so many significant digits and never an exponent: "20,480", "0.125"; an absurd one by its size alone."""
    if math.isfinite(number) and abs(number) >= ABSURD:
        return f"a number of {len(f'{abs(number):.0f}')} digits"
    plain = f"{float(f'{number:.{digits}g}'):,.9f}"
    return plain.rstrip("0").rstrip(".")


def duration_in_words(seconds: float) -> str:
    """A duration: "0.64 s", "53 s", "3 min 49 s", "2 h 53 min"."""
    if seconds < 1:
        return f"{number_in_words(seconds, 2)} s"
    if seconds < 10:
        return f"{float(f'{seconds:.1f}'):g} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 120:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"


def about_in_words(seconds: float) -> str:
    """A duration as an estimate deserves it: "40 s", "85 min", "2 h 15 min", "38 h", "12 days"."""
    if seconds < 1:
        return "less than 1 s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 10 * 60:
        hours, rest = divmod(5 * round(minutes / 5), 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else f"{round(minutes / 1440):,} days"


def estimate_in_words(middle: float, low: float, high: float) -> str:
    """A duration between two ends, as an estimate deserves it: "8 min (6 min to 12 min)"; an infinite end is "never"."""
    ends = ends_in_words(low, high)
    return f"about {about_in_words(middle)} ({ends})" if ends else about_in_words(middle)


def ends_in_words(low: float, high: float) -> str:
    """The ends of a duration: "6 min to 12 min"; empty where they are put into the same words."""
    first, last = about_in_words(low), "never" if high == math.inf else about_in_words(high)
    return "" if first == last else f"{first} to {last}"


def between_in_words(fast: float, slow: float) -> str:
    """Two durations, or the one that both are in words: "2 h 5 min to 2 h 30 min"."""
    low, high = about_in_words(fast), about_in_words(slow)
    return low if low == high else f"{low} to {high}"


def error_in_words(error: float) -> str:
    """An estimate over a measurement, less 1, as percent: "+9 %", "−7 %"."""
    return f"{'−' if error < 0 else '+'}{abs(100 * error):.0f} %"


def multiple_in_words(error: float) -> str:
    """The same as what it makes of the measurement: "5.1 ×"."""
    return f"{1 + error:.1f} ×"


def rate_in_words(bytes_s: float) -> str:
    """Bytes per second: "1.3 GB/s", "120 MB/s", "4 MB/s"."""
    if bytes_s >= 0.9995 * GB:
        return f"{number_in_words(bytes_s / GB, 2)} GB/s"
    return f"{number_in_words(bytes_s / MB, 3)} MB/s"


def amount_in_words(amount: float) -> str:
    """An amount of memory or of a disk: "1.2 TiB", "40 GiB", "300 MiB"."""
    if amount >= 1000 * GIB:
        return f"{number_in_words(amount / GIB / 1024, 3)} TiB"
    return f"{number_in_words(amount / GIB, 3)} GiB" if amount >= GIB else f"{number_in_words(amount / MIB, 3)} MiB"


def gbit_in_words(bytes_s: float) -> str:
    """Bytes per second as a link is spoken of: "8.59 Gbit/s", "200 Gbit/s"."""
    number = bytes_s / GBIT
    return f"{number:,.0f} Gbit/s" if number >= 100 else f"{number_in_words(number, 3)} Gbit/s"
