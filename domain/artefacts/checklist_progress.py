"""A checklist's ticks and notes as a short code for a link.

`<ticks>` or `<ticks>.<notes>`: the ticks as a bit set (bit of an item = its `bit`), the notes as deflated JSON, both
base64url without padding. A code comes from strangers: it is bounded before and after unpacking, and read whole or not at all.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_CODE = 4000
"""Longest code that is read or written, in characters: what every browser and chat still takes as part of a link."""

MAX_NOTE = 300
MAX_BIT = 512
_MAX_UNPACKED = 200_000
_ALPHABET = re.compile(r"[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)?")


@dataclass(frozen=True)
class Progress:
    """Bits of the ticked items, and notes by bit."""

    ticks: frozenset[int] = frozenset()
    notes: Mapping[int, str] = field(default_factory=dict)

    def with_tick(self, bit: int, ticked: bool) -> Progress:
        return Progress(self.ticks | {bit} if ticked else self.ticks - {bit}, self.notes)

    def with_note(self, bit: int, note: str) -> Progress:
        kept = {other: text for other, text in self.notes.items() if other != bit}
        shown = "".join(char if char.isprintable() else " " for char in note)
        note = " ".join(shown.split())[:MAX_NOTE].rstrip()
        return Progress(self.ticks, {**kept, bit: note} if note else kept)


def encode(progress: Progress) -> str:
    """The code of a progress; "" for none. ValueError if the notes are too long for a link."""
    bits = sum(1 << bit for bit in progress.ticks)
    code = _pack(bits.to_bytes((bits.bit_length() + 7) // 8, "little"))
    if progress.notes:
        text = json.dumps(dict(progress.notes), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        code = f"{code}.{_pack(zlib.compress(text.encode(), 9))}"
    if len(code) > MAX_CODE:
        raise ValueError("The notes are too long for a link; shorten one of them.")
    return code


def decode(code: str) -> Progress:
    """The progress of a code. ValueError with a sentence if it cannot be read; nothing is taken from such a code."""
    if len(code) > MAX_CODE or not _ALPHABET.fullmatch(code):
        raise ValueError("The progress code is damaged: it is too long or contains characters that no code has.")
    head, _, tail = code.partition(".")
    try:
        bits = int.from_bytes(_unpack(head), "little")
        notes = _read_notes(_unpack(tail)) if tail else {}
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        raise ValueError("The progress code is damaged: it cannot be unpacked. Copy the whole link again.") from None
    if bits.bit_length() > MAX_BIT:
        raise ValueError("The progress code is damaged: it ticks items that no checklist has.")
    return Progress(frozenset(bit for bit in range(bits.bit_length()) if bits >> bit & 1), notes)


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _read_notes(packed: bytes) -> dict[int, str]:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, _MAX_UNPACKED)
    if unpacker.unconsumed_tail or unpacker.unused_data or not unpacker.eof:
        raise ValueError
    notes = json.loads(data)
    if not isinstance(notes, dict) or len(notes) > MAX_BIT:
        raise ValueError
    for bit, note in notes.items():
        readable = isinstance(note, str) and 0 < len(note) <= MAX_NOTE and note.isprintable()
        if not (readable and re.fullmatch(r"[0-9]{1,3}", bit) and int(bit) < MAX_BIT):
            raise ValueError
    return {int(bit): note for bit, note in notes.items()}
