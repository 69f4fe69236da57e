"""The checklist as a document that leaves the product."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import pandas as pd

from domain.artefacts.checklist_progress import Progress
from domain.artefacts.documents import autolink, markdown_cell
from domain.catalog.records.checklist import ChecklistItem


def checklist_frame(items: Iterable[ChecklistItem], progress: Progress, version: str, today: date) -> pd.DataFrame:
    """The items with their ticks and notes, a row an item, stamped with the date and the catalogue's version."""
    return pd.DataFrame(
        [
            {
                "done": "yes" if item.bit in progress.ticks else "no",
                "id": item.id,
                "phase": item.phase.label,
                "priority": item.priority.value,
                "title": item.title,
                "what": item.what,
                "check": "\n".join(run.command for run in item.check) or item.manual,
                "note": progress.notes.get(item.bit, ""),
                "exported": today.isoformat(),
                "catalogue": version,
            }
            for item in items
        ]
    )


def checklist_markdown(items: Collection[ChecklistItem], progress: Progress, version: str, today: date, link: str) -> str:
    """The items as a Markdown task list by phase, ready for a wiki or an issue."""
    done = sum(item.bit in progress.ticks for item in items)
    lines = [
        "# Migration checklist, VMware to OVE",
        "",
        f"{done} of {len(items)} done. Exported {today.isoformat()}, catalogue {version}.",
        "",
        autolink(link),
    ]
    phase = ""
    for item in items:
        if item.phase.label != phase:
            phase = item.phase.label
            lines += ["", f"## {phase}", ""]
        tick = "x" if item.bit in progress.ticks else " "
        lines.append(f"- [{tick}] **{item.id}** {markdown_cell(item.title)} ({item.priority.value})")
        if item.bit in progress.notes:
            lines.append(f"  - Note: {markdown_cell(progress.notes[item.bit])}")
    return "\n".join(lines) + "\n"
