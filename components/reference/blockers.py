"""How live-migration blockers are shown: side by side by cause, one alone, and what a VM's traits lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

import streamlit as st

from components.kit import commands, links, run_context, tables
from components.kit.style import badge
from domain.catalog import catalog
from domain.catalog.records.blockers import Blocker
from domain.catalog.vocabulary import Platform, Severity

ORDER = tuple(Severity)


def by_severity(blockers: Iterable[Blocker]) -> list[Blocker]:
    return sorted(blockers, key=lambda blocker: ORDER.index(blocker.severity))


def _details(blocker: Blocker, with_check: bool = True) -> str:
    pairs = (
        ("What", tables.text(blocker.what)),
        ("Why", tables.text(blocker.why)),
        ("When", tables.text(blocker.when)),
        ("Condition reason", f"{tables.code(blocker.reason)}" if blocker.reason else ""),
        ("Find it", commands.runs_html(blocker.check) if with_check else ""),
        ("Way out", tables.text(blocker.fix) + f' <span class="s">({blocker.fix_grade.value})</span>'),
    )
    return tables.provenance(blocker, pairs)


@run_context.cached
def entry(id_: str) -> str:
    """A blocker in a cell: severity and title, the rest behind a click."""
    blocker = catalog().blockers[id_]
    reason = f" {tables.code(blocker.reason)}" if blocker.reason else ""
    title = f"{tables.mark(blocker.severity)} {tables.text(blocker.title)}{reason}"
    link = tables.anchor(blocker.id, links.row_href("blockers", blocker.id))
    return tables.fold(title, f'<div class="s">{link}</div>' + _details(blocker))


def side_by_side(blockers: Sequence[Blocker], platforms: Sequence[Platform]) -> list[tables.Line]:
    """A row a cause, a cell a platform."""
    lines = []
    for cause in catalog().groups("causes").values():
        own = [blocker for blocker in blockers if blocker.cause == cause.id]
        cells = tuple("".join(entry(b.id) for b in by_severity(own) if b.platform is p) or "—" for p in platforms)
        if own:
            lines.append(tables.Line(f"<strong>{escape(cause.label)}</strong>", cells))
    return lines


def alone(blocker: Blocker) -> None:
    """One blocker, whole, with its command to copy."""
    st.header(f"{blocker.platform.label}: {blocker.title}", anchor=False)
    reason = f" · `{blocker.reason}`" if blocker.reason else ""
    st.markdown(f"{badge(blocker.severity)} {blocker.id}{reason}")
    st.html(f'<div class="qr one">{_details(blocker, with_check=False)}</div>')
    if blocker.check:
        commands.run_blocks(blocker.check, commands.name_fields(blocker.check))


def trait_pills() -> set[str]:
    """Ids of the traits that are ticked, a line of pills a group, bound to the link."""
    facts, ticked = catalog(), set()
    for group in facts.groups("trait_groups").values():
        labels = {trait.label: trait.id for trait in facts.traits.values() if trait.group == group.id}
        key = f"has_{group.id}"
        links.name_unknown(key, labels, "property")
        picked = st.pills(group.label, list(labels), selection_mode="multi", key=key, bind="query-params", wrap=True)
        ticked |= {labels[label] for label in picked}
    return ticked


def verdict(blockers: Collection[Blocker], platform: Platform) -> str:
    """In one sentence, whether the VM will move on this platform."""
    found = {severity: sum(b.severity is severity for b in blockers) for severity in ORDER}
    if found[Severity.BLOCKER]:
        return f"✕ {platform.label}: will not live-migrate."
    if found[Severity.CONDITIONAL]:
        return f"◐ {platform.label}: live-migrates only under conditions."
    if found[Severity.RISK]:
        return f"△ {platform.label}: live-migrates, with a risk."
    if found[Severity.INFO]:
        return f"✓ {platform.label}: live-migrates; read the remark."
    return f"○ {platform.label}: no entry for what is ticked."
