"""Does my VM fit? The sizes, and which platform's which limit they break."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.kit import export, links, markup, tables
from components.kit.markup import Html
from components.kit.tables import Line
from domain.catalog import catalog
from domain.catalog.vocabulary import FitInput, Platform
from domain.decision.fit import Breach, breaches, breaches_frame

INPUTS = {
    FitInput.VCPU: ("vCPU of the VM", 16.0, 100_000.0, 1.0, "%g"),
    FitInput.RAM_TB: ("RAM of the VM, TB", 0.25, 10_000.0, 0.25, "%g"),
    FitInput.NODES: ("Nodes in the cluster", 8.0, 100_000.0, 1.0, "%g"),
    FitInput.VMS: ("VMs in the cluster", 400.0, 10_000_000.0, 50.0, "%g"),
}


def _needs() -> dict[FitInput, float]:
    needs = {}
    for column, (name, (label, start, most, step, shown)) in zip(st.columns(len(INPUTS)), INPUTS.items(), strict=True):
        with column:
            links.name_bad_number(f"fit_{name.value}", label, 0, most)
            needs[name] = st.number_input(
                label, 0.0, most, start, step, format=shown, key=f"fit_{name.value}", bind="query-params"
            )
    return needs


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
    needs = _needs()
    found = [breach for breach in breaches(catalog(), needs) if breach.platform in platforms]
    st.markdown(_sentence(found, platforms))
    rows = [row for row in catalog().key_numbers.values() if row.bounds]
    tables.show_table(
        tables.platform_columns("Limit", platforms),
        [
            Line(
                tables.row_head("key_numbers", row.id, row.parameter, f"asked: {needs[row.bounds]:,.10g} {row.unit}"),
                tuple(
                    markup.joined(
                        markup.note(markup.text(row.claims[p].verified)),
                        _cell([b for b in found if b.row is row and b.platform is p]),
                    )
                    for p in platforms
                ),
            )
            for row in rows
            if row.bounds
        ],
        "✕ above every limit of the platform; △ above one limit, but not above all. Zero asks nothing.",
    )
    export.take_away("fit", lambda: breaches_frame(found))
