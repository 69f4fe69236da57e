"""Does my VM fit? The sizes, and which platform's which limit they break."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.kit import export, inputs, markup, tables
from components.kit.inputs import NumberField
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.vocabulary import FitInput, Platform
from domain.decision.fit import Breach, breaches, breaches_frame

INPUTS = {
    FitInput.VCPU: NumberField("fit_vcpu", "vCPU of the VM", 0, 100_000, 16, 1),
    FitInput.RAM_TB: NumberField("fit_ram_tb", "RAM of the VM, TB", 0, 10_000, 0.25, 0.25),
    FitInput.NODES: NumberField("fit_nodes", "Nodes in the cluster", 0, 100_000, 8, 1),
    FitInput.VMS: NumberField("fit_vms", "VMs in the cluster", 0, 10_000_000, 400, 50),
}


def _cell(found: list[Breach]) -> Html:
    if not found:
        return markup.sign("✓", "fits every published limit", "good")
    parts = []
    for breach in sorted(found, key=lambda b: -b.limit.value):
        above = f"above {breach.limit.value:,.10g} {breach.limit.kind.value}"
        sign = markup.sign("✕", above, "bad") if breach.hard else markup.sign("△", above, "warn")
        parts.append(markup.line(markup.spaced(sign, markup.text(f"({breach.limit.scope})" if breach.limit.scope else ""))))
    return markup.joined(*parts)


def _sentence(found: list[Breach], platforms: Sequence[Platform]) -> str:
    parts = []
    for platform in platforms:
        own = [breach for breach in found if breach.platform is platform]
        hard = dict.fromkeys(breach.row.parameter for breach in own if breach.hard)
        soft = dict.fromkeys(f"{breach.row.parameter}, {breach.limit.scope or breach.limit.kind.value}" for breach in own)
        if hard:
            parts.append(f"**{platform.label}: no** ({'; '.join(hard)}).")
        elif own:
            parts.append(f"**{platform.label}: only beyond** a limit ({'; '.join(soft)}).")
        else:
            parts.append(f"**{platform.label}: yes**, within every published limit.")
    return " ".join(parts)


def show(platforms: Sequence[Platform]) -> None:
    """The form and its answer; the sizes live in the link."""
    needs = inputs.numbers(INPUTS, columns=len(INPUTS), align="top")
    found = [breach for breach in breaches(catalog(), needs) if breach.platform in platforms]
    st.markdown(_sentence(found, platforms))
    tables.show_table(
        tables.platform_columns("Limit", platforms),
        [
            tables.Line(
                tables.row_head("key_numbers", row.id, row.parameter, f"asked: {needs[row.bounds]:,.10g} {row.unit}"),
                tuple(
                    markup.joined(
                        markup.note(markup.text(row.claims[p].verified)),
                        _cell([b for b in found if b.row is row and b.platform is p]),
                    )
                    for p in platforms
                ),
            )
            for row in catalog().key_numbers.values()
            if row.bounds
        ],
        "✕ above every limit of the platform; △ above one limit, but not above all. Leave 0 to skip.",
    )
    export.take_away("fit", lambda: breaches_frame(found))
