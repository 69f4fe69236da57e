"""What a reader takes away: every table as CSV and as Markdown, stamped with the catalogue's version."""

from __future__ import annotations

import csv
import io
import re

import pytest

from components.kit import run_context
from domain.artefacts.documents import csv_text, markdown_table
from domain.catalog import catalog
from domain.reference.frames import FRAMES, frame
from tests.conftest import look, page
from tests.pages.page_text import VIEW_NAMES, VIEWS, nodes, tables

BOOK = catalog()
OWN_FORM = {"Does my VM fit?", "Take away", "Policy"}
"""Views that leave something else than their rows."""

WITH_ROWS = {"wizard": {"id": "citrix-vdi"}}
"""What a screen needs in its link to have rows in every view."""

NAMED = [
    (name, (slug, {**WITH_ROWS.get(slug, {}), **params}))
    for name, (slug, params) in zip(VIEW_NAMES, VIEWS, strict=True)
    if not OWN_FORM & set(params.values())
]
SHOWN_NAMES, SHOWN = zip(*NAMED, strict=True)


def copies(slug: str, params: dict[str, str]) -> list[str]:
    """Keys of the "Copy as Markdown" popovers of a view."""
    blocks = [node.proto for node in nodes(look(slug, **params)) if node.type == "popover"]
    return [block.popover.id.split("-", 2)[-1] for block in blocks if block.popover.label == "Copy as Markdown"]


@pytest.mark.parametrize(("slug", "params"), SHOWN, ids=SHOWN_NAMES)
def test_every_view_with_rows_can_be_taken_as_csv_and_copied_as_markdown(slug: str, params: dict[str, str]) -> None:
    keys = copies(slug, params)
    at = page(slug, params, opened=keys)
    labels = [button.label for button in at.get("download_button")]
    assert not at.exception
    assert keys
    assert len([label for label in labels if label.startswith("CSV")]) == len(keys)
    assert len([part for part in at.code if "| ---" in part.value or part.value.startswith("# ")]) == len(keys)


@pytest.mark.parametrize("slug", ["key_numbers", "concepts", "commands", "decision_matrix"])
def test_the_markdown_has_the_rows_that_are_shown_and_no_others(slug: str) -> None:
    asked = {f"{slug}_verdict": "contradicted", f"{slug}_match": "partial"}
    at = page(slug, asked, {"url": f"https://ref.example/{slug}"}, opened=copies(slug, {}))
    document = next(part.value for part in at.code if "| ---" in part.value)
    ids = re.findall(rf"(?m)^\| \[[^]]*\]\(https://ref\.example/{slug}\?id=([\w-]+)[&)]", document)
    assert document.splitlines()[-1].startswith(f"https://ref.example/{slug}?")
    assert f"catalogue {BOOK.version}" in document.splitlines()[-1]
    shown = [id_ for table in tables(at) for id_ in table.ids] or ids
    assert sorted(ids) == sorted(id_ for id_ in BOOK.records[slug] if id_ in shown)
    assert 0 < len(ids) < len(BOOK.records[slug])


def test_a_table_survives_the_way_through_csv_with_its_provenance(subtests: pytest.Subtests) -> None:
    for name in list(FRAMES):
        with subtests.test(name=name):
            data = frame(BOOK, name)
            rows = list(csv.DictReader(io.StringIO(csv_text(data))))
            assert [row["id"] for row in rows] == list(data["id"])
            assert list(rows[0]) == list(data.columns)
            assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "@"))]
            if name not in ("limits", "sources", "workload_questions", "workloads"):
                assert [column for column in data.columns if column.endswith("checked")]
                assert [column for column in data.columns if column.endswith("sources")]


def test_a_table_as_markdown_has_a_line_a_row_and_the_same_number_of_cells_in_each(subtests: pytest.Subtests) -> None:
    for name in list(FRAMES):
        with subtests.test(name=name):
            lines = markdown_table(frame(BOOK, name)).splitlines()
            bars = {line.replace("\\|", "").count("|") for line in lines}
            assert len(lines) == len(frame(BOOK, name)) + 2
            assert bars == {len(frame(BOOK, name).columns) + 1}


def csv_name(slug: str, **params: object) -> str:
    """What the first CSV of a view is called, without the day."""
    at = page(slug, params)
    name = next(button.key for button in at.get("download_button") if button.label == "CSV").removeprefix("download_")
    day = run_context.today().isoformat()
    assert name.endswith(f"-{day}.csv")
    return name.removesuffix(f"-{day}.csv")


def test_a_file_is_named_for_what_it_holds_and_the_day() -> None:
    assert csv_name("key_numbers") == "key-numbers"
    assert csv_name("key_numbers", platforms="OVE") == "key-numbers"
    assert csv_name("key_numbers", id="max-vcpu-per-vm") == "key-numbers-max-vcpu-per-vm"
    assert csv_name("key_numbers", key_numbers_verdict="contradicted") == "key-numbers-verdict-contradicted"
    assert csv_name("commands") == "commands-filtered"


def test_two_views_of_one_screen_never_leave_files_of_one_name() -> None:
    """Also where another value of the same input differs only in what a name cannot hold, or beyond its length."""
    asked = [{"lm_ram": "64"}, {"lm_link": "64"}, {"lm_ram": "64", "lm_link": "64"}, {}]
    finds = [{"concepts_find": words} for words in ("drs", "DRS!", "drs " * 20, "drs " * 21)]
    names = [csv_name("live_migration", **one) for one in asked] + [csv_name("concepts", **one) for one in finds]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 80


def test_what_is_copied_is_what_is_seen_with_addresses_of_the_sources() -> None:
    """The columns of the screen, its values, and beneath them where they come from; no column of the record besides."""
    asked = {"id": "max-vcpu-per-vm", "platforms": "OVE"}
    at = page("key_numbers", asked, {"url": "https://ref.example/key_numbers"}, opened=copies("key_numbers", asked))
    document = next(part.value for part in at.code if "| ---" in part.value)
    claim = BOOK.key_numbers["max-vcpu-per-vm"].claims["ove"]
    head = "| Parameter | OVE |"
    assert head in document
    row = next(line for line in document.splitlines() if line.startswith("| [Max vCPU/VM]"))
    assert f"| {claim.verified}; {claim.scope}[^1] |" in row
    note = next(line for line in document.splitlines() if line.startswith("[^1]: "))
    assert all(BOOK.sources[source].title in note for source in claim.sources)
    assert "https://github.com/openshift/openshift-docs/blob/" in note
    assert note.endswith(f"(primary, checked {claim.checked})")
