"""docs/estimates.md names every field of the three questions, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from domain.catalog import catalog
from domain.disk_transfer.fields import LIST, fields
from domain.drain.fields import FIELDS as DRAIN_NUMBERS
from domain.scripting import drain, estimate

TEXT = Path(__file__).parents[3].joinpath("docs/estimates.md").read_text(encoding="utf-8")


def _rows(question: str) -> list[str]:
    """The first cells of the table of a question."""
    part = TEXT.split(f"## {question}\n")[1].split("\n## ")[0]
    return [row.split("|")[1] for row in part.splitlines() if row.startswith("| `")]


def test_every_field_of_a_migration_is_documented_with_its_key() -> None:
    pairs = {found[1]: found[2] for row in _rows("estimate") for found in re.finditer(r"`(\w+)` \(`(\w+)`\)", row)}
    assert pairs == estimate.KEYS


def test_every_field_of_a_drain_and_of_a_transfer_is_documented() -> None:
    named = {name for row in _rows("drain") for name in re.findall(r"`(\w+)`", row)}
    assert {"vms", *named} == {*drain.WORDS, *DRAIN_NUMBERS}
    keys = {LIST, *(field.key for group in fields(catalog()).values() for field in group.values())}
    assert {f"disk_{name}" for row in _rows("transfer") for name in re.findall(r"`(\w+)`", row)} == keys
