"""The views of the disk transfer: cold, warm, and the model against the lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from components.disk_transfer import line_charts, published
from components.kit import cite, export, figures, links, markup, tables
from components.kit.markup import Html
from domain.catalog import Catalog
from domain.catalog.records.disk_transfer import TransferPhase, TransferRate
from domain.catalog.vocabulary import TransferKind
from domain.disk_transfer import sentences, ways_in_words
from domain.disk_transfer.advice import TransferAnswer, TransferQuestion, cold_seconds, downtimes
from domain.disk_transfer.copy_model import Array, CopyPlan, cold, serial_seconds
from domain.disk_transfer.lab import against_lab, cold_ceilings, plan_of, rate, worst_error
from domain.disk_transfer.ways import other_ways
from domain.quantities import units
from domain.quantities.wording import (
    Phrase,
    about_in_words,
    amount_in_words,
    counted,
    duration_in_words,
    error_in_words,
    multiple_in_words,
)

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROUNDS_SHOWN = 4
HOSTS_DRAWN = 4
LEAST_SHOWN = 0.5
"""Percent: what would be rounded to 0 % is said to save nothing."""


def verdict(facts: Catalog, asked: TransferQuestion, found: TransferAnswer, error: float, of: str = "") -> str:
    """The answer for a cold and for a warm migration, and the plan they hold for, as Markdown.

    `of`: a sentence that says what it is of, where that is not what the visitor wrote; then it has no strength.
    """
    cold, warm = sentences.verdict(facts, asked, found, error)
    if of:
        cold, warm = (tuple(phrase._replace(strong=False) for phrase in part) for part in ((Phrase(f"{of} "), *cold), warm))
    return "\n\n".join((*map(markup.markdown_phrases, (cold, warm)), _small(sentences.plan(asked))))


def beneath(facts: Catalog, asked: TransferQuestion, error: float) -> str:
    """The other ways, and how good the answer is, as Markdown."""
    others = markup.markdown_phrases(ways_in_words.other_ways_in_words(other_ways(facts, asked)))
    return f":small[{others}]\n\n{_small(sentences.best_case(facts, asked, error))}"


def show_cold(facts: Catalog, asked: TransferQuestion, found: TransferAnswer, error: float) -> None:
    """Time over the number of VMs, and what each improvement would bring."""
    vms, curve, rule, figure, alt = _cold_drawn(facts, asked, error)
    figures.show(figure, "disk-transfer-cold", alt)
    st.markdown(_small(sentences.legend(facts, sentences.band(facts, asked, error))))
    tables.show_table(
        [
            tables.Column("Change"),
            tables.Column("Cold then", numeric=True, width=18),
            tables.Column("Saves", numeric=True, width=14),
        ],
        _change_lines(found),
        f"One change at a time, in place of {about_in_words(found.seconds)} in {counted(float(found.cold.waves), 'wave')}.",
    )
    export.take_away("disk-transfer-cold", lambda: pd.DataFrame({"vms": vms, "seconds": curve, "serial_rule_seconds": rule}))


@lru_cache(maxsize=64)
def _cold_drawn(facts: Catalog, asked: TransferQuestion, error: float) -> tuple[Array, Array, Array, go.Figure, str]:
    """VMs, seconds of the model and of the serial rule, and the figure of both in pixels and in words; drawn once for a plan."""
    vms = np.unique(np.round(np.geomspace(1, max(10.0, 2 * float(asked.plan.vms)), 300)))
    curve = cold_seconds(asked, replace(asked.plan, vms=vms))
    rule = _rule(facts, replace(asked.plan, vms=vms))
    lines = {counted(float(asked.plan.hosts), "ESXi host"): curve}
    around = sentences.span(facts, asked, 1.0, error)
    figure = line_charts.times_figure(vms, lines, around, rule, plan=float(asked.plan.vms))
    return vms, curve, rule, figure, line_charts.times_alt(vms, lines, around, rule)


def _rule(facts: Catalog, plan: CopyPlan) -> Array:
    return serial_seconds(plan, rate(facts.transfer_rates["advisor-serial-rule"]))


def _small(text: str) -> str:
    return f":small[{markup.markdown_sentence(text)}]"


def _change_lines(found: TransferAnswer) -> list[tables.Line]:
    """A line for each change that saves time, and one for all the others together."""
    saved = {change: 100 * (1 - then / found.seconds) for change, then in found.changes.items()}
    lines = [
        tables.Line(
            markup.text(f"{change.words[0].upper()}{change.words[1:]}"),
            (markup.number(about_in_words(found.changes[change])), markup.text(f"{percent:.0f} %")),
        )
        for change, percent in saved.items()
        if percent >= LEAST_SHOWN
    ]
    others = "; ".join(change.words for change, percent in saved.items() if percent < LEAST_SHOWN)
    if others:
        cells = (markup.number(about_in_words(found.seconds)), markup.text("nothing"))
        lines.append(tables.Line(markup.text(f"Any other: {others}"), cells))
    return lines


def show_warm(facts: Catalog, asked: TransferQuestion, found: TransferAnswer, one: str | None) -> None:
    """Downtime over the write rate, the rounds one by one, and the phases that bytes do not make; or one phase alone."""
    if one:
        _phases_table(asked, links.only(facts.transfer_phases, one, "The warm migration"), one)
        return
    above, figure, alt = _warm_drawn(facts, asked, found.down)
    st.markdown(above)
    figures.show(figure, "disk-transfer-warm", alt)
    st.markdown(_small(sentences.warm_check(facts)))
    rounds = _rounds(asked, found)
    numbers = tables.number_columns("Copied per VM", "Time for all VMs", "Down, early", "Down, late")
    tables.show_table(
        [tables.Column("Snapshot", width=18), *numbers],
        _round_lines(rounds),
        "Early: the cut-over comes right after the copy. Late: it comes just before the next snapshot.",
    )
    export.take_away("disk-transfer-warm", lambda: rounds)
    st.markdown(markup.markdown_sentence(sentences.without_bytes(facts, asked, "warm")))
    _phases_table(asked, list(facts.transfer_phases.values()), one)


def _phases_table(asked: TransferQuestion, rows: Sequence[TransferPhase], one: str | None) -> None:
    columns = [("Phase", 0), ("Ways", 12), ("When", 34), ("Time", 16)]
    tables.show_table(
        [tables.Column(name, width=width) for name, width in columns],
        [_phase_line(row, asked, row.id == one) for row in rows],
        f"{counted(len(rows), 'phase')} of MTV beside the copy.",
    )
    export.take_away_rows("transfer_phases", rows)


def _phase_line(row: TransferPhase, asked: TransferQuestion, opened: bool) -> tables.Line:
    behind = tables.sources_fold(row, opened, (("Holds for", markup.text(row.scope)),))
    head = markup.joined(tables.row_head("transfer_phases", row.id, row.title), behind)
    takes = "as you gave it" if row.id in asked.phases.counted else "not included" if row.field else "named only"
    cells = (" and ".join(row.ways), f"{row.moment.value}; {row.runs}", takes)
    return tables.Line(head, tuple(map(markup.text, cells)))


@lru_cache(maxsize=64)
def _warm_drawn(facts: Catalog, asked: TransferQuestion, down: float) -> tuple[str, go.Figure, str]:
    """The sentences above the figure, the figure, and it in words; drawn once for a plan."""
    own = float(asked.writes.rate)
    rates = np.geomspace(1e4, max(1e8, 2 * own), 61)
    earliest, latest = (np.maximum(seconds, 1) for seconds in downtimes(asked, rates))
    said = f"{sentences.enough_writes(facts, asked)} {sentences.beyond_the_lab(facts, asked)}".strip()
    return (
        markup.markdown_sentence(said),
        line_charts.downtime_figure(rates, earliest, latest, down, own),
        line_charts.downtime_alt(rates, earliest, latest, down),
    )


def _rounds(asked: TransferQuestion, found: TransferAnswer) -> pd.DataFrame:
    """Every round: copied bytes of a VM and seconds; whole copies first."""
    rounds, more = found.warm, asked.phases.cut_over
    copying = np.concatenate([[found.first], rounds.copying[1:]])
    return pd.DataFrame(
        {
            "snapshot": np.arange(1, len(copying) + 1),
            "copied_gib_per_vm": rounds.copied / units.GIB,
            "copy_seconds": copying,
            "downtime_at_once_seconds": rounds.earliest + more,
            "downtime_at_the_end_seconds": rounds.latest + more,
        }
    )


def _round_lines(rounds: pd.DataFrame) -> list[tables.Line]:
    """The first rounds and the last."""
    last = len(rounds) - 1
    shown = rounds.iloc[[*range(min(ROUNDS_SHOWN, last)), last]].to_numpy(float)
    return [
        tables.Line(
            markup.text(f"{place:.0f}" + (", the whole copy" if place == 1 else "")),
            tuple(map(markup.text, (amount_in_words(copied * units.GIB), *(about_in_words(value) for value in seconds)))),
        )
        for place, copied, *seconds in shown.tolist()
    ]


def show_lab(facts: Catalog, asked: TransferQuestion, one: str | None) -> None:
    """The lab's runs beside the estimate made without each, the serial rule, and every stated rate; or one row of them."""
    if one:
        links.back_to_all("All runs and rates")
        if one in facts.field_transfers:
            published.show(facts, one)
        else:
            (_runs_table if one in facts.lab_transfers else _rates_table)(facts, one)
        cite.asked("field_transfers", "lab_transfers", "transfer_rates")
        return
    above, figure, alt = _lab_drawn(facts, float(asked.plan.hosts))
    st.markdown(above)
    figures.show(figure, "disk-transfer-lab", alt)
    _runs_table(facts, None)
    export.take_away("disk-transfer-lab", lambda: lab_frame(facts))
    published.show(facts, None)
    _rates_table(facts, None)
    export.take_away("disk-transfer-rates", lambda: rates_frame(facts))


@lru_cache(maxsize=64)
def _lab_drawn(facts: Catalog, own_hosts: float) -> tuple[str, go.Figure, str]:
    """The sentences above the figure, the figure and it in words: a line for the lab's numbers of hosts and the reader's."""
    found = against_lab(facts)
    worst = worst_error(found)
    above = (
        f"{markup.markdown_phrases(sentences.lab_check(facts))}\n\n{_small(sentences.legend(facts, sentences.lab_band(worst)))}"
    )
    counts = [row.run.vms for row in found]
    lab = replace(plan_of([found[0].run]), vms=np.geomspace(min(counts) / 2, 2 * max(counts), 60).round())
    hosts = sorted({own_hosts, *(float(row.run.hosts) for row in found)})[:HOSTS_DRAWN]
    lines = {counted(h, "ESXi host"): cold(replace(lab, hosts=h), cold_ceilings(facts)).seconds for h in hosts}
    rule, vms = _rule(facts, lab), np.asarray(lab.vms)
    around = (1 - worst, 1 + worst)
    figure = line_charts.times_figure(vms, lines, around, rule, found)
    return above, figure, line_charts.times_alt(vms, lines, around, rule, found)


def _runs_table(facts: Catalog, one: str | None) -> None:
    shown = [row for row in against_lab(facts) if one in (None, row.run.id)]
    lines = [
        tables.Line(
            markup.joined(
                tables.row_head("lab_transfers", row.run.id, row.run.label), tables.sources_fold(row.run, row.run.id == one)
            ),
            (
                markup.number(duration_in_words(row.run.seconds)),
                _beside(row.model, error_in_words(row.model_error)),
                _beside(row.serial, multiple_in_words(row.serial_error)),
            ),
        )
        for row in shown
    ]
    held = {f"{row.run.scope}, one disk of {row.run.disk_gib:g} GiB a VM, {row.run.used_percent:g} % used" for row in shown}
    tables.show_table(
        [tables.Column("Run", width=34), *tables.number_columns("Measured", "Our estimate without it", "Serial rule")],
        lines,
        f"Red Hat's lab, a best case: {'; '.join(sorted(held))}.",
    )


def _beside(seconds: float, error: str) -> Html:
    return markup.joined(
        markup.value(markup.text(about_in_words(seconds)), numeric=True),
        markup.note(markup.text(error)),
    )


def _rates_table(facts: Catalog, one: str | None) -> None:
    rows = [row for row in facts.transfer_rates.values() if one in (None, row.id)]
    tables.show_table(
        [tables.Column("What", width=34), tables.Column("Value", width=16), tables.Column("Holds for")],
        [_rate_line(row, row.id == one) for kind in TransferKind for row in rows if row.kind is kind],
        f"{counted(len(rows), 'stated number')}: rates seen in the lab, planning rules, and MTV's defaults and limits.",
    )


def _rate_line(row: TransferRate, opened: bool) -> tables.Line:
    value = markup.spaced(markup.number(f"{row.value:,.10g}"), markup.text(row.unit))
    holds = markup.joined(markup.text(row.scope), tables.sources_fold(row, opened))
    return tables.Line(tables.row_head("transfer_rates", row.id, row.label), (value, holds), row.kind.value.capitalize())


def lab_frame(facts: Catalog) -> pd.DataFrame:
    """The runs, measured and predicted, in seconds; errors as shares of the measured time."""
    return pd.DataFrame(
        [
            {"id": row.run.id, "vms": row.run.vms, "hosts": row.run.hosts, "disk_gib": row.run.disk_gib}
            | {"used_percent": row.run.used_percent, "scope": row.run.scope, "measured_s": row.run.seconds}
            | {"estimate_s": round(row.model), "estimate_error": round(row.model_error, 4)}
            | {"serial_rule_s": round(row.serial), "serial_rule_error": round(row.serial_error, 4)}
            for row in against_lab(facts)
        ]
    )


def rates_frame(facts: Catalog) -> pd.DataFrame:
    """Every stated number with its unit and sources."""
    return pd.DataFrame(
        [
            {"id": row.id, "what": row.label, "kind": row.kind.value, "value": row.value, "unit": row.unit, "scope": row.scope}
            | {"warm": row.warm, "sources": ", ".join(row.sources), "checked": row.checked.isoformat(), "note": row.note}
            for row in facts.transfer_rates.values()
        ]
    )
