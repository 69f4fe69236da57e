"""The views of the disk transfer: cold, warm, and the model against the lab."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from components import disk_figures, figures, links, share, tables
from components.claims import count
from components.disk_form import Given
from components.disk_words import HELPS, Found, about, percent, times
from domain.catalog import Catalog
from domain.catalog.measured import TransferRate
from domain.catalog.vocabulary import TransferKind
from domain.migration import units
from domain.migration.disk.lab import against_lab, cold_ceilings, eight_hosts, mean_error, plan_of, rate, warm_400_disks
from domain.migration.disk.transfer import Array, cold, serial_seconds
from domain.migration.disk.warm import Writes, threshold, warm
from domain.migration.say import say_bytes, say_seconds

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROUNDS_SHOWN = 4
LAB_HOSTS = (1, 4, 5)


def show_cold(book: Catalog, given: Given, found: Found) -> None:
    """Time over the number of VMs, and what each improvement would bring."""
    vms, curve, rule, figure, alt = _cold_drawn(book, given, found.error)
    figures.show(figure, "disk-transfer-cold", alt)
    st.markdown(_legend(book, found.error))
    tables.show_table(
        [
            tables.Column("Change"),
            tables.Column("Cold then", numeric=True, width=18),
            tables.Column("Saves", numeric=True, width=14),
        ],
        [
            tables.Line(
                tables.text(HELPS[what]), (f'<span class="v num">{about(seconds)}</span>', _saves(found.seconds, seconds))
            )
            for what, seconds in found.helps.items()
        ],
        f"What would help: one change at a time, in place of {about(found.seconds)} in {_waves(found)}.",
    )
    share.take_away("disk-transfer-cold", lambda: pd.DataFrame({"vms": vms, "seconds": curve, "serial_rule_seconds": rule}))


@lru_cache(maxsize=64)
def _cold_drawn(book: Catalog, given: Given, error: float) -> tuple[Array, Array, Array, go.Figure, str]:
    """VMs, seconds of the model and of the serial rule, and the figure of both in pixels and in words; drawn once for a plan."""
    vms = np.unique(np.round(np.geomspace(1, max(10.0, 2 * float(given.plan.vms)), 300)))
    curve = cold(replace(given.plan, vms=vms), given.cold).seconds
    rule = serial_seconds(replace(given.plan, vms=vms), rate(book.transfer_rates["advisor-serial-rule"]))
    lines = {f"{given.plan.hosts:,.0f} ESXi host{'s' if given.plan.hosts != 1 else ''}": curve}
    figure = disk_figures.times_figure(vms, lines, error, rule, plan=float(given.plan.vms))
    return vms, curve, rule, figure, disk_figures.times_alt(vms, lines, error, rule)


def _legend(book: Catalog, error: float) -> str:
    rule = book.transfer_rates["advisor-serial-rule"]
    words = (
        f"Band: ± {100 * error:.0f} %, the worst error over the lab's runs. Serial rule: {rule.label}, {rule.value:g} {rule.unit}"
    )
    return f":small[{links.inline(words)}, over {links.inline(rule.scope)}.]"


def _saves(now: float, then: float) -> str:
    saved = 1 - then / now
    return f"{100 * saved:.0f} %" if saved >= 0.005 else "nothing"


def _waves(found: Found) -> str:
    waves = int(found.cold.waves)
    return "one wave" if waves == 1 else f"{waves:,} waves"


def show_warm(book: Catalog, given: Given, found: Found) -> None:
    """Downtime over the write rate, the rounds one by one, and from which rate warm is lost."""
    rates = np.geomspace(1e4, max(1e8, 2 * float(given.writes.rate)), 61)
    cut = warm(given.plan, Writes(rates, given.writes.working_set), given.warm, given.interval, given.rounds)
    earliest, latest = (np.maximum(array[-1], 1) + given.conversion for array in (cut.earliest, cut.latest))
    down = found.down + given.conversion
    st.markdown(links.inline(f"{_threshold(given, found)} {_checked(book)}"))
    figures.show(
        disk_figures.downtime_figure(rates, earliest, latest, down, float(given.writes.rate)),
        "disk-transfer-warm",
        disk_figures.downtime_alt(rates, earliest, latest, down),
    )
    rounds = _rounds(given, found)
    tables.show_table(
        [
            tables.Column("Snapshot", width=18),
            *(
                tables.Column(name, numeric=True)
                for name in ("Copied of a VM", "Copy of all VMs", "Down, at once", "Down, at the end")
            ),
        ],
        _round_lines(rounds),
        "At once: the cut-over comes right after the copy. At the end: just before the next snapshot.",
    )
    if given.plan.vms * given.plan.disks > 200 or given.plan.hosts > 8:
        st.markdown(":small[More disks or hosts than the lab took: beyond 200 disks at once its precopy was about 25 % slower.]")
    share.take_away("disk-transfer-warm", lambda: rounds)


def _threshold(given: Given, found: Found) -> str:
    size = float(given.writes.working_set)
    writes = threshold(given.plan, size, given.warm, given.interval, given.rounds, found.down)
    if np.isinf(writes):
        return f"However much a VM writes to its {say_bytes(size)} of changing data, warm stays shorter than cold."
    return f"From about {units.as_mb_s(writes):,.2g} MB/s of writes a VM, a late cut-over is no shorter than cold."


def _checked(book: Catalog) -> str:
    stated, said = warm_400_disks(book)
    return (
        "The warm ceilings are three highest rates of the lab, with no run to fit. The one other rate that is stated, 400 disks "
        f"from six hosts, is {units.as_mb_s(stated):,.0f} MB/s; the model says {units.as_mb_s(said):,.0f}."
    )


def _rounds(given: Given, found: Found) -> pd.DataFrame:
    """Every round: copied bytes of a VM and seconds; whole copies first."""
    rounds = found.warm
    copying = np.concatenate([[float(rounds.first.seconds)], rounds.copying[1:]])
    return pd.DataFrame(
        {
            "snapshot": np.arange(1, len(copying) + 1),
            "copied_gib_per_vm": units.as_gib(rounds.copied),
            "copy_seconds": copying,
            "downtime_at_once_seconds": rounds.earliest + given.conversion,
            "downtime_at_the_end_seconds": rounds.latest + given.conversion,
        }
    )


def _round_lines(rounds: pd.DataFrame) -> list[tables.Line]:
    """The first rounds and the last."""
    last = len(rounds) - 1
    shown = rounds.iloc[[*range(min(ROUNDS_SHOWN, last)), last]].to_numpy(float)
    return [
        tables.Line(
            tables.text(f"{number:.0f}" + (", the whole copy" if number == 1 else "")),
            (say_bytes(units.gib(copied)), *(about(value) for value in seconds)),
        )
        for number, copied, *seconds in shown.tolist()
    ]


def show_lab(book: Catalog, given: Given, one: str | None) -> None:
    """The nine runs beside the estimate made without each, the serial rule, and every stated rate; or one row of them."""
    if one:
        links.back_to_all("All runs and rates")
        (_runs_table if one in book.lab_transfers else _rates_table)(book, one)
        return
    found = against_lab(book)
    ours, rule_error = mean_error(found)
    worst = max(abs(row.model_error) for row in found)
    st.markdown(
        f"Each run is predicted from the other eight: the mean error is **{100 * ours:.1f} %**, the worst {100 * worst:.0f} %. "
        f"The serial rule says {times(rule_error)} the measured time on average. {_outside(book)}\n\n{_legend(book, worst)}"
    )
    hosts = sorted({*LAB_HOSTS, int(given.plan.hosts)})
    lab = replace(plan_of([found[0].run]), vms=np.geomspace(5, 200, 60).round())
    lines = {f"{h} ESXi host{'s' * (h > 1)}": cold(replace(lab, hosts=float(h)), cold_ceilings(book)).seconds for h in hosts[:4]}
    rule = serial_seconds(lab, rate(book.transfer_rates["advisor-serial-rule"]))
    vms: Array = np.asarray(lab.vms)
    figures.show(
        disk_figures.times_figure(vms, lines, worst, rule, found),
        "disk-transfer-lab",
        disk_figures.times_alt(vms, lines, worst, rule, found),
    )
    _runs_table(book, None)
    share.take_away("disk-transfer-lab", lambda: lab_frame(book))
    _rates_table(book, None)
    share.take_away("disk-transfer-rates", lambda: rates_frame(book))


def _outside(book: Catalog) -> str:
    stated, said = eight_hosts(book)
    return (
        f"Not fitted: eight hosts moved {units.as_mb_s(stated):,.0f} MB/s, the fit would say {units.as_mb_s(said):,.0f} "
        f"({percent(said / stated - 1)}), so no more than the stated rate is promised."
    )


def _runs_table(book: Catalog, one: str | None) -> None:
    lines = [
        tables.Line(
            tables.row_head("lab_transfers", row.run.id, row.run.label) + tables.sources_fold(row.run, row.run.id == one),
            (
                f'<span class="v num">{say_seconds(row.run.seconds)}</span>',
                _beside(row.model, percent(row.model_error)),
                _beside(row.serial, times(row.serial_error)),
            ),
        )
        for row in against_lab(book)
        if one in (None, row.run.id)
    ]
    tables.show_table(
        [
            tables.Column("Run", width=34),
            *(tables.Column(name, numeric=True) for name in ("Measured", "Our estimate without it", "Serial rule")),
        ],
        lines,
        "Red Hat's lab, a best case: MTV 2.6, cold, one disk of 50 GiB a VM, 70 % used.",
    )


def _beside(seconds: float, error: str) -> str:
    return f'<div class="v num">{about(seconds)}</div><div class="s">{error}</div>'


def _rates_table(book: Catalog, one: str | None) -> None:
    rows = [row for row in book.transfer_rates.values() if one in (None, row.id)]
    tables.show_table(
        [tables.Column("What", width=34), tables.Column("Value", width=16), tables.Column("Holds for")],
        [_rate_line(row, row.id == one) for kind in TransferKind for row in rows if row.kind is kind],
        f"{count(len(rows), 'stated number')}: rates seen in the lab, planning rules, and MTV's defaults and limits.",
    )


def _rate_line(row: TransferRate, opened: bool) -> tables.Line:
    value = f'<span class="v num">{row.value:,.10g}</span> {tables.text(row.unit)}'
    head = tables.row_head("transfer_rates", row.id, row.label)
    return tables.Line(head, (value, tables.text(row.scope) + tables.sources_fold(row, opened)), row.kind.value.capitalize())


def lab_frame(book: Catalog) -> pd.DataFrame:
    """The runs, measured and predicted, in seconds; errors as shares of the measured time."""
    return pd.DataFrame(
        [
            {"id": row.run.id, "vms": row.run.vms, "hosts": row.run.hosts, "disk_gib": row.run.disk_gib}
            | {"used_percent": row.run.used_percent, "measured_s": row.run.seconds}
            | {"estimate_s": round(row.model), "estimate_error": round(row.model_error, 4)}
            | {"serial_rule_s": round(row.serial), "serial_rule_error": round(row.serial_error, 4)}
            for row in against_lab(book)
        ]
    )


def rates_frame(book: Catalog) -> pd.DataFrame:
    """Every stated number with its unit and sources."""
    return pd.DataFrame(
        [
            {"id": row.id, "what": row.label, "kind": row.kind.value, "value": row.value, "unit": row.unit, "scope": row.scope}
            | {"warm": row.warm, "sources": ", ".join(row.sources), "checked": row.checked.isoformat(), "note": row.note}
            for row in book.transfer_rates.values()
        ]
    )
