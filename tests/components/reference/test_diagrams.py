"""Diagrams: every component and every step is in them, and no text can be read as a diagram's own grammar."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.reference import diagrams
from domain.catalog import catalog
from domain.catalog.records.architecture import Component, Flow

BOOK = catalog()
FLOWS = list(BOOK.flows.values())
GRAMMAR = set("\"'`;:<>{}[]|#%\n\r\t\\$^~=*!?")


@settings(max_examples=40)
@given(st.text(st.sampled_from([*sorted(GRAMMAR), *"aZ9- é"]), max_size=20))
def test_nothing_of_mermaids_grammar_survives_in_a_label(text: str) -> None:
    label = diagrams.label(text)
    assert not GRAMMAR & set(label)
    assert label == label.strip()
    assert "\n" not in f'  node["{label}"]'


@pytest.mark.parametrize("text", ['a"]; click a "javascript:x"', "end", "a-->b", "%%{init: {}}%%", "a #quot; b", "<script>"])
def test_a_hostile_label_stays_within_its_quotes(text: str) -> None:
    assert re.fullmatch(r'"[^"\n;#%<>{}\[\]]*"', f'"{diagrams.label(text)}"')


def test_words_and_their_punctuation_stay() -> None:
    assert diagrams.label("virt-handler (per node), qemu+ssh / 10.0 & more @ home") == (
        "virt-handler (per node), qemu+ssh / 10.0 and more @ home"
    )


def test_the_stack_has_every_component_in_its_layer_from_the_guest_down() -> None:
    lines = diagrams.stack(BOOK.layers, BOOK.components).splitlines()
    nodes = [(m[1], m[2]) for line in lines if (m := re.fullmatch(r'  (\w+)\["(.*)"\]', line))]
    names, layer, found = {diagrams.label(row.name): row for row in BOOK.layers.values()}, "", []
    for node, name in nodes:
        if node.endswith("_layer"):
            layer = names[name].id
        else:
            found.append((layer, name))
    wanted = [
        (layer.id, diagrams.label(part.name))
        for layer in reversed(list(BOOK.layers.values()))
        for part in BOOK.components.values()
        if part.layer == layer.id
    ]
    assert found == wanted
    assert len({node for node, _ in nodes}) == len(nodes)


@pytest.mark.parametrize("across", [1, 3, 4, 7])
def test_every_line_of_the_stack_fills_the_grid(across: int) -> None:
    lines = diagrams.stack(BOOK.layers, BOOK.components, across).splitlines()
    cells = [int(m[1] or 1) if (m := re.fullmatch(r"  space(?::(\d+))?", line)) else 1 for line in lines[2:-2]]
    assert lines[1] == f"  columns {across + 1}"
    assert sum(cells) % (across + 1) == 0


@pytest.mark.parametrize("part", BOOK.components.values(), ids=lambda part: part.id)
def test_a_component_is_drawn_with_everyone_it_talks_to_and_who_talks_to_it(part: Component) -> None:
    text = diagrams.neighbours(part, BOOK.components)
    spoken_to = [BOOK.components[link.to] for link in part.talks_to]
    speakers = [other for other in BOOK.components.values() if part.id in {link.to for link in other.talks_to}]
    assert text.startswith("flowchart LR\n")
    assert text.count("-->") == len(spoken_to) + len(speakers)
    assert [other.name for other in (part, *spoken_to, *speakers) if f'"{diagrams.label(other.name)}"' not in text] == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_a_sequence_has_every_participant_and_every_step_in_order(flow: Flow) -> None:
    lines = diagrams.sequence(flow).splitlines()
    arrows = [re.fullmatch(r"  (\w+?)(-->>|->>)(\w+): (.+)", line) for line in lines if "->>" in line]
    assert lines[1:3] == ["sequenceDiagram", "  autonumber"]
    assert [line.split(" as ")[1] for line in lines if "participant" in line] == [
        diagrams.label(p.name) for p in flow.participants
    ]
    assert [(a[2] == "-->>", a[4]) for a in arrows] == [(step.reply, diagrams.label(step.message)) for step in flow.steps]
    assert {end for a in arrows for end in (a[1], a[3])} <= {line.split()[1] for line in lines if "participant" in line}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_a_flow_in_words_names_both_ends_of_every_step(flow: Flow) -> None:
    names = {part.id: part.name for part in flow.participants}
    assert diagrams.in_words(flow) == [f"{names[s.source]} → {names[s.target]}: {s.message}" for s in flow.steps]
