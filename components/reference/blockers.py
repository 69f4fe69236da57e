"""How live-migration blockers are shown: side by side by cause, one alone, and what a VM's traits lead to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from components.kit import commands, inputs, markup, run_context, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.blockers import Blocker
from domain.catalog.vocabulary import Platform, Severity

VERDICTS = {
    Severity.BLOCKER: ("✕", "will not live-migrate"),
    Severity.CONDITIONAL: ("◐", "live-migrates only under conditions"),
    Severity.RISK: ("△", "live-migrates, with a risk"),
    Severity.INFO: ("✓", "live-migrates; read the remark"),
}
"""By the gravest entry."""


def details(blocker: Blocker, with_check: bool = True) -> tuple[tuple[str, Html], ...]:
    """What a blocker is, by its names; its command too, unless it stands elsewhere to be copied."""
    return (
        ("What", markup.text(blocker.what)),
        ("Why", markup.text(blocker.why)),
        ("When", markup.text(blocker.when)),
        ("Condition reason", _reason(blocker)),
        ("Printed as", markup.stacked(map(markup.code, blocker.printed))),
        ("Find it", commands.runs_html(blocker.check) if with_check else markup.NOTHING),
        ("Way out", markup.spaced(markup.text(blocker.fix), markup.small(markup.text(f"({blocker.fix_grade.label})")))),
    )


def _reason(blocker: Blocker) -> Html:
    return markup.code(blocker.reason) if blocker.reason else markup.NOTHING


@run_context.cached
def entry(id_: str) -> Html:
    """A blocker in a cell: severity and title, the rest behind a click."""
    blocker = catalog().blockers[id_]
    title = markup.spaced(markup.mark(blocker.severity), markup.text(blocker.title), _reason(blocker))
    link = tables.row_head("blockers", blocker.id, blocker.id)
    return tables.evidence_fold(blocker, title, details(blocker), first=markup.note(link))


def side_by_side(blockers: Sequence[Blocker], platforms: Sequence[Platform]) -> list[tables.Line]:
    """A row a cause, a cell a platform, the gravest first."""
    lines = []
    for cause in catalog().groups("causes").values():
        own = sorted((blocker for blocker in blockers if blocker.cause == cause.id), key=lambda blocker: blocker.severity.rank)
        cells = ([entry(blocker.id) for blocker in own if blocker.platform is p] for p in platforms)
        if own:
            joined = tuple(markup.joined(*cell) or markup.DASH for cell in cells)
            lines.append(tables.Line(markup.strong(markup.text(cause.label)), joined))
    return lines


def alone(blocker: Blocker) -> None:
    """One blocker, whole, with its command to copy."""
    st.header(f"{blocker.platform.label}: {blocker.title}", anchor=False)
    reason = f" · `{blocker.reason}`" if blocker.reason else ""
    st.markdown(f"{markup.badge(blocker.severity)} {blocker.id}{reason}")
    st.html(markup.panel(tables.provenance(blocker, details(blocker, with_check=False)), "one"))
    if blocker.check:
        commands.run_blocks(blocker.check, commands.name_fields(blocker.check))


def trait_pills() -> set[str]:
    """Ids of the traits that are ticked, a line of pills a group, bound to the link."""
    facts, ticked = catalog(), set[str]()
    for group in facts.groups("trait_groups").values():
        labels = {trait.label: trait.id for trait in facts.traits.values() if trait.group == group.id}
        ticked |= inputs.choose_many(group.label, labels, f"has_{group.id}", "property", wrap=True)
    return ticked


def verdict(blockers: Collection[Blocker], platform: Platform) -> str:
    """In one sentence, whether the VM will move on this platform."""
    found = {blocker.severity for blocker in blockers}
    sign, words = next((VERDICTS[one] for one in Severity if one in found), ("○", "no entry for what is ticked"))
    return f"{sign} {platform.label}: {words}."
