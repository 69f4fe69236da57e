"""Time over VM sizes and links: the picture, the table that people paste, and both on a slide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from components.kit import drawing, export, inputs, markup, run_context, share, slide, tables, view_options
from components.kit.drawing import Drawing
from components.kit.markup import Html
from components.kit.menu import PRODUCT
from components.kit.turns import in_turn
from components.live_migration import settings_and_times
from components.live_migration.charts import all_measured, fewer
from components.live_migration.form import MigrationInputs
from components.live_migration.sizes_drawing import Place, chart
from domain.catalog import catalog
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.presets import SizeRule, in_words
from domain.live_migration.scenario import Scenario
from domain.live_migration.sentences import asked_in_words, rough
from domain.live_migration.sweeps import Ending, SizeTime, size_times, sizes_and_links
from domain.live_migration.uncertainty import Spread

ON_SCREEN = (1200, 540, Place(left=110, top=20, width=970, height=450, words=17))
ON_PHONE = (400, 460, Place(left=64, top=10, width=250, height=395, words=13))
ON_PROJECTOR = (1840, 530, Place(left=190, top=14, width=1420, height=420, words=30))
"""Width and height of the canvas in pixels, and the chart on it."""

RANGES = "Below each time is the range of nine in ten runs simulated with varied inputs."
ON_SLIDE = Place(left=150, top=250, width=1280, height=390, words=24)


kept_times = in_turn(64)(sizes_and_links)


def _computed(
    scenario: Scenario, sizes: tuple[float, ...], speeds: tuple[float, ...], spread: Spread, rule: SizeRule
) -> tuple[pd.DataFrame, SizeTime]:
    """Every size over every link, the asked VM's size among them, and the asked VM over its own link."""
    data = kept_times(scenario, tuple(sorted({*sizes, scenario.ram_gib})), speeds, spread, rule=rule)
    return data, size_times(kept_times(scenario, (scenario.ram_gib,), (scenario.link_gbps,), spread, rule=rule))[0]


def show(asked: MigrationInputs) -> None:
    """Which sizes and links, the chart, the table, and what is taken away of both."""
    with view_options.form("Sizes and links"):
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        with left:
            rams = settings_and_times.sizes_input("VM memory, GiB")
        with middle:
            speeds = settings_and_times.links_input()
        with right:
            ranges = inputs.switch("Show the ranges", "lm_ranges", "Nine of ten simulated runs end within a bar.")
    data, own = _computed(asked.scenario, rams, speeds, asked.spread, asked.size_rule)
    times = size_times(data)
    said, about = answer(asked.product.short, times), assumptions(asked)
    wide, narrow = (
        drawing.data_address(Drawing(width, height, said, chart(times, own, place, ranges)))
        for width, height, place in (ON_PROJECTOR if st.context.is_embedded else ON_SCREEN, ON_PHONE)
    )
    st.html(markup.picture(wide, narrow, said))
    tables.show_table(columns(times), table_lines(times, own), f"{said} {about} {RANGES} {fewer(data)}".strip())
    here = share.full_address()

    def on_slide() -> Drawing:
        runs = f"a model held against {len(all_measured())} runs of QEMU"
        foot = f"{PRODUCT}: {runs}. Catalogue {catalog().version}, {run_context.today().isoformat()}."
        assumed = f"{asked_in_words(asked.scenario)} {about}"
        return slide.on_paper(said, assumed, foot, here, chart(times, own, ON_SLIDE, ranges))

    export.take_away("live-migration-sizes-and-links", lambda: data, slide=on_slide)


def answer(release: str, times: Sequence[SizeTime]) -> str:
    """The chart in a sentence: the fastest and the slowest of what ends, and what does not."""
    ends = sorted((one for one in times if one.ending is Ending.ENDS), key=lambda one: one.middle_s)
    parts = [
        f"{one.ram_gib:,g} GiB over {one.gbps:g} Gbit/s in {rough(one.middle_s, one.middle_s)}"
        for one in dict.fromkeys((*ends[:1], *ends[-1:]))
    ]
    for ending, words in ((Ending.UNCERTAIN, "may not end"), (Ending.NOT, "do not end")):
        if number := sum(one.ending is ending for one in times):
            parts.append(f"{number} of {len(times)} {words if number > 1 else ending}")
    return f"Live migration on {release}: {'; '.join(parts)}."


def assumptions(asked: MigrationInputs) -> str:
    """What the points rest on."""
    return f"Estimated total times, with {in_words(asked.size_rule, asked.scenario)}, and each size with its own deadline."


def columns(times: Sequence[SizeTime]) -> list[tables.Column]:
    """A column a link."""
    heads = (f"{gbps:g} Gbit/s" for gbps in sorted({one.gbps for one in times}))
    return [tables.Column("VM memory", width=20), *(tables.Column(head, numeric=True, short=True) for head in heads)]


def table_lines(times: Sequence[SizeTime], own: SizeTime) -> list[tables.Line]:
    """A row a size: the time, and beneath it the range."""
    lines = []
    for ram, part in groupby(sorted(times), key=lambda one: one.ram_gib):
        mine = markup.below(markup.text("this VM" if ram == own.ram_gib else ""))
        lines.append(tables.Line(markup.joined(markup.text(f"{ram:,g} GiB"), mine), tuple(map(_cell, part))))
    return lines


def _cell(one: SizeTime) -> Html:
    if one.ending is Ending.NOT:
        return markup.mark(MigrationOutcome.NEVER, Ending.NOT)
    likely = one.ending is Ending.ENDS
    said = markup.text(rough(one.middle_s, one.middle_s)) if likely else markup.sign("?", f"{one.chance * 100:.0f} % end", "warn")
    return markup.joined(markup.value(said, numeric=likely), markup.note(markup.text(rough(one.low_s, one.high_s))))
