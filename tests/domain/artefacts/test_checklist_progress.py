"""The code that carries a checklist's ticks and notes in a link: it comes back as it went, and a bad one is refused whole."""

from __future__ import annotations

import base64
import json
import random
import string
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.artefacts.checklist_progress import MAX_BIT, MAX_CODE, MAX_NOTE, Progress, decode, encode
from domain.catalog import catalog

BITS = st.integers(0, MAX_BIT - 1)
NOTE = st.text(max_size=MAX_NOTE)
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=60).filter(str.strip)


def packed(value: object) -> str:
    """Notes packed as the product packs them, whatever they are."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


@given(st.frozensets(BITS), st.dictionaries(BITS, PRINTABLE, max_size=8))
def test_ticks_and_notes_come_back_from_the_code(ticks: frozenset[int], notes: dict[int, str]) -> None:
    progress = Progress()
    for bit in ticks:
        progress = progress.with_tick(bit, True)
    for bit, note in notes.items():
        progress = progress.with_note(bit, note)
    code = encode(progress)
    assert decode(code) == progress
    assert len(code) <= MAX_CODE
    assert set(code) <= set(string.ascii_letters + string.digits + "-_.")


@settings(max_examples=12)
@given(st.dictionaries(BITS, NOTE, max_size=4))
def test_whatever_is_typed_as_a_note_can_be_read_back(typed: dict[int, str]) -> None:
    progress = Progress()
    for bit, note in typed.items():
        progress = progress.with_note(bit, note)
    assert decode(encode(progress)) == progress


@given(st.frozensets(BITS), BITS)
def test_a_tick_taken_back_is_gone(ticks: frozenset[int], bit: int) -> None:
    progress = Progress(ticks).with_tick(bit, True).with_tick(bit, False)
    assert decode(encode(progress)).ticks == ticks - {bit}


def test_an_emptied_note_is_gone_and_the_others_stay() -> None:
    progress = Progress().with_note(3, "ask  the\nstorage team").with_note(4, "done").with_note(4, "  ")
    assert progress.notes == {3: "ask the storage team"}


def test_nothing_done_is_an_empty_code() -> None:
    assert encode(Progress()) == ""
    assert decode("") == Progress()


def test_all_ticks_of_the_checklist_make_a_short_code() -> None:
    bits = frozenset(item.bit for item in catalog().checklist.values())
    code = encode(Progress(bits))
    assert len(bits) == 103
    assert len(code) <= 18
    assert decode(code).ticks == bits


def test_a_normal_workshop_fits_into_a_link() -> None:
    progress = Progress(
        frozenset(range(83)), {bit: f"Checked with the team of wave {bit}, see ticket 47{bit}" for bit in range(40)}
    )
    assert decode(encode(progress)) == progress


def test_notes_too_long_for_a_link_are_refused_when_written() -> None:
    letters = random.Random(1)  # noqa: S311 - text that does not compress, not a secret
    notes = {bit: "".join(letters.choices(string.ascii_letters, k=MAX_NOTE)) for bit in range(30)}
    with pytest.raises(ValueError, match="too long for a link"):
        encode(Progress(notes=notes))


DAMAGED = {
    "too long": "A" * (MAX_CODE + 1),
    "foreign characters": "AA<script>",
    "a line break at the end": "AAAA\n",
    "letters that only look right": "ＡＡＡＡ",
    "half a byte": "A",
    "two dots": "AA.AA.AA",
    "notes missing after the dot": "AA.",
    "notes that are not packed": "AA.AAAA",
    "notes cut short": "AA." + packed({"1": "a note that is long enough"})[:-4],
    "notes with more after them": "AA." + base64.urlsafe_b64encode(zlib.compress(b'{"1":"a"}') + b"more").decode().rstrip("="),
    "not JSON": "AA." + packed(b"{'1': 2}"),
    "not UTF-8": "AA." + packed(b'{"1": "\xff"}'),
    "a list": "AA." + packed(["1"]),
    "a number": "AA." + packed(1),
    "null": "AA." + packed(None),
    "a note that is a number": "AA." + packed({"1": 2}),
    "a note that is a list": "AA." + packed({"1": ["x"]}),
    "an empty note": "AA." + packed({"1": ""}),
    "a note that is too long": "AA." + packed({"1": "x" * (MAX_NOTE + 1)}),
    "a note with a line break": "AA." + packed({"1": "a\nb"}),
    "a note with an escape": "AA." + packed({"1": "a\x1b[31m"}),
    "a note of half a character": "AA." + packed(b'{"1": "\\ud800"}'),
    "a bit that is a word": "AA." + packed({"one": "x"}),
    "a bit that is negative": "AA." + packed({"-1": "x"}),
    "a bit in other digits": "AA." + packed({"٣": "x"}),
    "a bit beyond the last": "AA." + packed({str(MAX_BIT): "x"}),
    "deep nesting": "AA." + packed(b"[" * 150_000),
    "a huge number": "AA." + packed(b"9" * 150_000),
    "a decompression bomb": "AA." + packed(b'{"1":"a"}' + b" " * 2_000_000),
    "ticks beyond the last bit": base64.urlsafe_b64encode(b"\xff" * 65).decode().rstrip("="),
    "the longest run of ticks": "_" * MAX_CODE,
}


def test_a_damaged_code_is_refused_in_a_sentence(subtests: pytest.Subtests) -> None:
    for name in DAMAGED:
        with subtests.test(name=name):
            with pytest.raises(ValueError, match=r"^The progress code is damaged: ") as raised:
                decode(DAMAGED[name])
            assert type(raised.value) is ValueError
            assert str(raised.value).endswith(".")


@given(st.text(max_size=80) | st.text(string.ascii_letters + string.digits + "-_.", max_size=200))
def test_no_code_at_all_raises_anything_but_a_value_error(code: str) -> None:
    try:
        progress = decode(code)
    except ValueError:
        return
    assert all(0 <= bit < MAX_BIT for bit in (*progress.ticks, *progress.notes))
    assert decode(encode(progress)) == progress


@given(st.binary(max_size=120))
def test_no_packed_bytes_raise_anything_but_a_value_error(data: bytes) -> None:
    try:
        progress = decode("AA." + packed(data))
    except ValueError:
        return
    assert decode(encode(progress)) == progress
