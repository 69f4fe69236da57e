"""How live-migration settings and times are shown."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.kit import inputs, markup, releases, tables
from domain.artefacts.migration.standing import USABLE_PERCENT
from domain.catalog import catalog
from domain.catalog.records.live_migration import Setting
from domain.catalog.vocabulary import SettingPlace
from domain.live_migration.one_pass import parse_numbers, times
from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities.wording import duration_in_words

SLOWEST_GBPS, FASTEST_GBPS = 0.1, 1_600.0

SETTING_COLUMNS = (
    tables.Column("Setting", width=15),
    tables.Column("What it does", width=21),
    tables.Column("Default", width=16),
    tables.Column("Where it is set", width=25),
    tables.Column("Sources say"),
)


def setting_line(row: Setting, show: str, opened: bool) -> tables.Line:
    """A setting: what it does, its defaults, where it is set, and what the sources say of the quick reference's text."""
    defaults = (
        markup.line(markup.spaced(markup.text(default.value), markup.small(releases.linked(default.scope))))
        for default in row.defaults
    )
    places = (
        markup.line(markup.stacked((markup.small(markup.text(place.label)), markup.code(row.set_in[place]))))
        for place in SettingPlace
        if place in row.set_in
    )
    name = tables.row_head("live_migration", row.id, row.parameter)
    head = markup.joined(name, markup.below(markup.code(row.field)))
    plain = (markup.text(row.effect), markup.joined(*defaults), markup.joined(*places))
    value, behind = tables.claim_value(row.claim, show), tables.claim_evidence(row.claim, show, opened)
    if opened:
        return tables.Line(head, (*plain, value), behind=(behind,))
    return tables.Line(head, (*plain, markup.joined(value, behind)))


def numbers_input(label: str, default: str, key: str, low: float, high: float, help_: str) -> tuple[float, ...]:
    """A list of numbers, bound to the link; a bad list is said and replaced by the default."""
    typed = inputs.text(label, key, help_, start=default, longest=120)
    with inputs.faults_said(f"Until then: {default}."):
        return parse_numbers(typed, label, low, high)
    return parse_numbers(default, label, low, high)


def sizes_input(label: str = "VM memory") -> tuple[float, ...]:
    """VM sizes as a list, the quick reference's own at first."""
    sizes = ", ".join(f"{row.ram_gb:g}" for row in catalog().migration_times.values())
    return numbers_input(label, sizes, "times_ram", SMALLEST_GIB, LARGEST_GIB, "Any sizes, separated by commas.")


def links_input() -> tuple[float, ...]:
    """Line rates as a list, the quick reference's own at first."""
    rates = ", ".join(f"{link.gbps:g}" for link in catalog().links.values())
    about = "Line rates, separated by commas."
    return numbers_input("Links, Gbit/s", rates, "times_links", SLOWEST_GBPS, FASTEST_GBPS, about)


def times_inputs() -> tuple[pd.DataFrame, str]:
    """Sizes, links, efficiency and unit, bound to the link; the times they give, and the unit."""
    left, middle, right, last = st.columns(4)
    with left:
        rams = sizes_input()
    with middle:
        speeds = links_input()
    with right:
        about = "The quick reference assumes 96 to 100 %."
        efficiency = inputs.slider("Usable share of the link, %", "times_efficiency", 10, 100, USABLE_PERCENT, 5, help=about)
    with last:
        unit = inputs.choose_segment("Unit", {"GB": "GB", "GiB": "GiB"}, "times_unit", "unit", "GB")
    return times(rams, speeds, efficiency / 100, unit), unit


def times_lines(
    data: pd.DataFrame, unit: str, show: str, opened: str | None = None
) -> tuple[list[tables.Column], list[tables.Line]]:
    """The estimate table: a row a size, a column a link; `show`: also with the quick reference's figures and their verdicts.

    The sources of the row that a link asks for are open.
    """
    facts = catalog()
    claims = {
        (row.ram_gb, facts.links[link].gbps): (row, claim)
        for row in facts.migration_times.values()
        for link, claim in row.claims.items()
    }
    columns = [tables.Column("VM memory"), *tables.number_columns(*(f"{g:g} Gbit/s" for g in sorted(data["gbps"].unique())))]
    lines = []
    for ram, part in data.groupby("ram", sort=True):
        cells, head = [], markup.text(f"{ram:g} {unit}")
        for gbps, seconds in part.sort_values("gbps")[["gbps", "seconds"]].to_numpy():
            known = claims.get((float(str(ram)), gbps)) if unit == "GB" else None
            cell = [markup.value(markup.text(duration_in_words(float(seconds))), numeric=True)]
            if known:
                row, claim = known
                head = tables.row_head("migration_times", row.id, f"{ram:g} {unit}")
                if show != tables.VERIFIED:
                    cell.append(tables.judged(claim, markup.literal(f"“{claim.reference}”; at its own rate {claim.verified}")))
                cell.append(tables.sources_fold(claim, row.id == opened, extra=tables.claim_details(claim)))
            cells.append(markup.joined(*cell))
        lines.append(tables.Line(head, tuple(cells)))
    return columns, lines
