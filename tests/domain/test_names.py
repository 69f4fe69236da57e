"""Which names the fields take: a fault is refused in a sentence that names the field and says how to mend it."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.artefacts.quoting import MAX_LENGTH, check_name, fill
from domain.catalog import catalog
from domain.catalog.vocabulary import FieldKind

TEXT, NUMBER, QUANTITY = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.QUANTITY


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (TEXT, "my-vm"),
        (TEXT, "x; rm -rf ~"),
        (TEXT, 'a\'b "c" $(d)'),
        (TEXT, r"C:\ClusterStorage\Volume1\my vm"),
        (TEXT, "vm.example.com"),
        (TEXT, "größe"),
        (TEXT, "x" * MAX_LENGTH),
        (NUMBER, "1"),
        (NUMBER, "999999"),
        (QUANTITY, "50Gi"),
        (QUANTITY, "100G"),
        (QUANTITY, "1Ti"),
    ],
)
def test_a_usable_name_is_taken_as_it_is(kind: FieldKind, name: str) -> None:
    assert check_name(name, kind, "VM") == name


def test_blanks_around_a_name_are_dropped() -> None:
    assert check_name("  my-vm\t\n", TEXT, "VM") == "my-vm"


BAD = [
    (TEXT, "", "is empty"),
    (TEXT, " \t", "is empty"),
    (TEXT, "x" * (MAX_LENGTH + 1), "longer than"),
    (TEXT, "a\nb", "line break"),
    (TEXT, "a\tb", "control character"),
    (TEXT, "a\0b", "control character"),
    (TEXT, "a\x1b[31mb", "control character"),
    (TEXT, "a\u2028b", "control character"),
    (TEXT, "a\u202eb", "control character"),
    (TEXT, "-rf", "starts with a dash"),
    (TEXT, " --all", "starts with a dash"),
    (TEXT, "*", "wildcard"),
    (TEXT, "vm?", "wildcard"),
    (TEXT, "vm[1-3]", "wildcard"),
    *((NUMBER, text, "whole number") for text in ("0", "1.5", "four", "1e3", "1000000", "٣", "0x10", "1 2")),
    *((QUANTITY, text, "size such as") for text in ("0Gi", "50 Gi", "50gi", "50Gi;x", "Gi", "50iG", "big", "1e3Gi", "٣Gi")),
]


@pytest.mark.parametrize(("kind", "name", "says"), BAD)
def test_a_bad_name_is_refused_with_a_sentence_that_names_the_field(kind: FieldKind, name: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as raised:
        check_name(name, kind, "Target node")
    message = str(raised.value)
    assert message.startswith("Target node ")
    assert message.endswith(".")


@given(st.text(max_size=300), st.sampled_from(list(FieldKind)))
def test_what_is_taken_is_clean(text: str, kind: FieldKind) -> None:
    try:
        name = check_name(text, kind, "VM")
    except ValueError:
        return
    assert name == text.strip()
    assert name.isprintable()
    assert 0 < len(name) <= MAX_LENGTH
    assert not re.search(r"^-|[*?\[]", name)


KUBERNETES_SIZE = re.compile(r"\d+(\.\d+)?([kMGTPE]|[KMGTPE]i)?")
GOVC_SIZE = re.compile(r"\d+[KMGTPE](iB|B)", re.IGNORECASE)
"""What the tools read: a Kubernetes quantity; govc's units, whole numbers only (a bare number would be bytes)."""


@pytest.mark.parametrize("size", ["50Gi", "100G", "500Mi", "1T", "2048M", "50GB", "1TB", "1.5Gi", "0.5Ti", "50", "64k"])
def test_a_size_that_the_field_takes_is_one_that_every_command_with_it_takes(size: str) -> None:
    names = {field.id: field.default for field in catalog().fields.values()}
    try:
        names["size"] = check_name(size, QUANTITY, "Size")
    except ValueError:
        return
    runs = [run for row in catalog().commands.values() for claim in row.claims.values() for run in claim.run]
    filled = [shlex.split(fill(run.command, names, run.shell)) for run in runs if "{{size}}" in run.command]
    assert len(filled) >= 4
    for words in filled:
        (word,) = (w for w in words if w.startswith((size, f"--size={size}")))
        grammar = GOVC_SIZE if words[0] == "govc" else KUBERNETES_SIZE
        assert grammar.fullmatch(word.removeprefix("--size=")), " ".join(words)
