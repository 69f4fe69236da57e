"""How the disks can leave VMware: the answer without the VDDK, and every way with what its sources say of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.kit import export, filters, inputs, links, markup, tables
from components.kit.markup import Html
from domain.catalog import Catalog
from domain.catalog.records.disk_transfer import TransferMethod
from domain.catalog.vocabulary import Stated, TransferTarget
from domain.disk_transfer import ways_in_words
from domain.disk_transfer.advice import TransferQuestion
from domain.disk_transfer.methods import Wish, wanted
from domain.disk_transfer.ways import WayTime, other_ways
from domain.quantities.wording import between_in_words, counted

COLUMNS = [
    tables.Column("Way", width=16),
    *(
        tables.Column(label, width=9, short=True)
        for label in ("Needs VDDK", "Obtainable today", "Warm", "vSAN", "RDM", "Encrypted")
    ),
    tables.Column("Status and conditions"),
]

TARGETS = {target.value: target for target in TransferTarget if target is not TransferTarget.UNSTATED}


def show(facts: Catalog, asked: TransferQuestion, one: str | None) -> None:
    """The first sentences, how long the plan takes by each, the filters and the table; or one way alone."""
    rows = facts.transfer_methods
    if one in rows:
        shown = links.only(rows, one, "All ways")
    else:
        st.markdown("\n\n".join(markup.markdown_phrases(part) for part in ways_in_words.ways_without_vddk(facts)))
        _times(other_ways(facts, asked))
        with filters.row(), filters.behind_button("leave_wanted", "leave_target"):
            wishes = inputs.choose_many("Wanted", inputs.words(Wish), "leave_wanted", "wish", wrap=True)
            targets = inputs.choose_many("Target", TARGETS, "leave_target", "target", wrap=True)
        shown = wanted(rows.values(), wishes, targets)
    tables.show_table(
        COLUMNS,
        [_line(row, row.id == one) for row in sorted(shown, key=lambda row: (row.targets[0].rank, row.obtainable.rank))],
        f"{len(shown)} of {counted(len(rows), 'way')}. “Obtainable today” needs no contract for the VDDK. "
        "“Not stated” means that no source says it.",
    )
    export.take_away_rows("transfer_methods", shown)


def _times(ways: Sequence[WayTime]) -> None:
    """The plan above by each way whose time can be reckoned."""
    lines = [
        tables.Line(
            markup.anchor(way.method.title, links.row_href("transfer_methods", way.method.id)),
            (markup.number(_takes(way)), markup.text(ways_in_words.bound_by(way))),
        )
        for way in ways
    ]
    columns = [tables.Column("Your plan by"), tables.Column("Cold", numeric=True, width=22), tables.Column("Bound by", width=44)]
    tables.show_table(columns, lines, "A way that is not named here has no published rate to compute your plan with.")


def _takes(way: WayTime) -> str:
    if way.fast is None or way.slow is None:
        return "unknown"
    return between_in_words(way.fast, way.slow)


def _line(row: TransferMethod, opened: bool) -> tables.Line:
    also = ", ".join(target.label for target in row.targets[1:])
    head = tables.row_head("transfer_methods", row.id, row.title)
    stated = (row.obtainable, row.warm, row.vsan, row.rdm, row.encrypted)
    behind = tables.sources_fold(row, opened, (("Holds for", markup.text(row.scope)),))
    about = markup.joined(
        markup.line(markup.text(row.status)),
        markup.note(markup.text(row.conditions)),
        markup.note(markup.text(f"Also to {also}" if also else "")),
        behind,
    )
    return tables.Line(head, (_needs(row.needs_vddk), *(markup.mark(word, wrapped=True) for word in stated), about), _group(row))


def _needs(stated: Stated) -> Html:
    """Whether it needs the VDDK: here no is the good answer."""
    tones = {Stated.YES: markup.sign("●", stated.label, "bad"), Stated.NO: markup.sign("○", stated.label, "good")}
    return tones.get(stated) or markup.mark(stated, wrapped=True)


def _group(row: TransferMethod) -> str:
    first = row.targets[0]
    return "Target not stated" if first is TransferTarget.UNSTATED else f"To {first.label}"
