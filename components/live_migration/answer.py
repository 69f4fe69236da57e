"""How Migration time's answers are drawn: the verdict, what would help, the passes, the platforms side by side."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from components.kit import markup, releases, run_context, tables
from components.kit.figures import show
from components.kit.markup import Html
from components.kit.turns import alone, in_turn
from components.live_migration import figures
from components.live_migration.form import MigrationInputs
from domain.artefacts.migration.settings import Product, products
from domain.catalog import catalog
from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform
from domain.live_migration.advice import Change, ChangeEffect, advice
from domain.live_migration.devices import DeviceAnswer, Movement, moves
from domain.live_migration.engine.guest import MigrationOutcome, Round
from domain.live_migration.estimates import MigrationEstimate, estimate, rounds
from domain.live_migration.left_out import NOT_RECKONED
from domain.live_migration.platform_sentences import condition, downtime, on_platform, opened, refusal, total
from domain.live_migration.platforms import Known, PlatformEstimate, opened_by, side_by_side
from domain.live_migration.scenario import Scenario
from domain.live_migration.sentences import asked_in_words, effect, headline, how_sure, phases, reason
from domain.live_migration.streams import facts_of
from domain.live_migration.uncertainty import Spread, band
from domain.quantities.units import GIB
from domain.quantities.wording import amount_in_words, counted, duration_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

UNCONFIRMED_SIGN = "?"
"""For an end that only an unconfirmed source describes."""


kept_band = in_turn(256)(band)
kept_rounds = in_turn(256)(rounds)
advised = in_turn(256)(advice)


def kept_advice(scenario: Scenario, product: Product) -> tuple[ChangeEffect, ...]:
    """What would help, of the links and the deadlines that the catalogue knows."""
    speeds = tuple(link.gbps for link in catalog().links.values())
    deadlines = frozenset(float(other.defaults["timeout-per-gib"]) for other in products(catalog()).values())
    one_stream = 0.0 if product.streams_with_post_copy else catalog().migration_profiles["ove-stream-rate"].value or 0.0
    return tuple(advised(scenario, speeds, deadlines, one_stream))


def verdict(asked: MigrationInputs) -> bool:
    """The answer in one sentence, what was asked, and how sure it is; whether the VM moves at all. Greyed where it answers
    something else than what was typed."""
    with st.container(key="stale_answer") if asked.refused else nullcontext():
        moved = not _refused(asked)
        if moved:
            _answered(asked)
    return moved


def _answered(asked: MigrationInputs) -> None:
    found = kept_band(asked.scenario, asked.spread)
    most, device = found.likely(), moves(asked.scenario.device, Platform.OVE, catalog().blockers)
    sure = most is not None and device.movement is Movement.MOVES
    sign = markup.coloured_sign(most) if sure and most is not None else f":orange[{UNCONFIRMED_SIGN}]"
    st.header(f"{sign} {headline(asked.product.short, asked.scenario, found)}", anchor=False)
    if device.movement is not Movement.MOVES:
        why = markup.joined(markup.text(": "), _blockers(device)) if device.blockers else markup.NOTHING
        st.html(markup.panel(markup.joined(markup.text(f"If it moves at all. With its device: {device.movement.value}"), why)))
    st.markdown(f":small[Inputs: {asked_in_words(asked.scenario)}]\n\n{how_sure(found)}")


def beneath(asked: MigrationInputs) -> None:
    """Small, why it is so, what makes the range wide, and what is left out."""
    wide = opened(opened_by(asked.scenario, facts_of(catalog().migration_profiles.values(), Platform.OVE)))
    beneath = " ".join(filter(None, (reason(asked.scenario), wide, phases(asked.scenario))))
    st.markdown(f":small[{beneath}]")
    left_out = (tables.ref_anchor(row, what) if row else markup.text(what) for what, row in NOT_RECKONED)
    said = markup.joined(markup.text("Not included: "), markup.listed(left_out, "; "), markup.text("."))
    st.html(markup.panel(markup.note(said)))


def _refused(asked: MigrationInputs) -> bool:
    """Say that the VM does not move on OVE because of its device, with the blockers; False if it may."""
    found = moves(asked.scenario.device, Platform.OVE, catalog().blockers)
    if found.movement is not Movement.REFUSED:
        return False
    sign = markup.coloured_sign(MigrationOutcome.NEVER)
    st.header(f"{sign} {asked.product.short}: {refusal(found)}.", anchor=False)
    st.html(markup.panel(markup.joined(markup.text("Why, and the way out: "), _blockers(found), markup.text("."))))
    st.markdown(f":small[Inputs: {asked_in_words(asked.scenario)}]")
    return True


def _blockers(found: DeviceAnswer) -> Html:
    rows = found.blockers
    return markup.listed((tables.ref_anchor(f"blockers/{row.id}", f"{row.title} ({row.id})") for row in rows), "; ")


def helps(asked: MigrationInputs) -> None:
    """What would help, best first."""
    found, now = kept_advice(asked.scenario, asked.product), estimate(asked.scenario)
    if not found:
        sooner = "No change that was tried makes it 5 % faster: the first pass over the memory takes nearly all of the time."
        st.markdown(sooner if now.outcome.arrives else "No change that was tried makes it end, alone or in pairs.")
        return
    single = not any(effect.change.several for effect in found)
    tables.show_table(
        [
            tables.Column("What would help", width=34),
            tables.Column("Result"),
            tables.Column("Gain", numeric=True, width=16),
        ],
        [tables.Line(markup.text(change.what), (_effect(change, then), markup.text(_gain(then, now)))) for change, then in found],
        f"{'Each change alone' if single else 'No single change makes it end; pairs of changes'}, with all else as it is, "
        "best first.",
    )


def _effect(change: Change, then: MigrationEstimate) -> Html:
    price = f"{change.price[0].upper()}{change.price[1:]}." if change.price else ""
    return markup.joined(markup.text(effect(then)), markup.note(markup.text(price)))


def _gain(then: MigrationEstimate, now: MigrationEstimate) -> str:
    if not now.outcome.arrives:
        return "it ends"
    share = 1 - then.total_s / now.total_s
    if share >= 0.005:
        return f"{share * 100:.0f} % sooner"
    return "less downtime" if then.downtime_s < now.downtime_s else "by itself"


def timeline(asked: MigrationInputs) -> None:
    """What is left to send over time."""
    figure, alt = _timeline_drawn(asked.scenario)
    show(figure, "live-migration-timeline", alt)


@lru_cache(maxsize=64)
def _timeline_drawn(scenario: Scenario) -> tuple[go.Figure, str]:
    """The figure and its words, kept because a figure costs more than its numbers."""
    found, made = estimate(scenario), kept_rounds(scenario)
    end = found.total_s - scenario.fixed_s if found.outcome.arrives else np.inf
    fits = scenario.bandwidth * scenario.downtime_limit_ms / 1000
    figure = figures.timeline_figure(made, end, found.downtime_s, fits)
    return figure, figures.timeline_alt(whole_passes(made), end)


def whole_passes(made: Sequence[Round]) -> list[Round]:
    """The passes: what was sent between readings in the middle of one counts to it. The last may not be whole."""
    found: list[Round] = []
    for one in made:
        if not found or found[-1].whole:
            found.append(one)
            continue
        before = found[-1]
        found[-1] = replace(
            one,
            start_s=before.start_s,
            left_before=before.left_before,
            sent_bytes=before.sent_bytes + one.sent_bytes,
            dirty_bytes=before.dirty_bytes + one.dirty_bytes,
            throttle=max(before.throttle, one.throttle),
        )
    return found


def passes_frame(asked: MigrationInputs) -> pd.DataFrame:
    """The passes as a frame, to take away."""
    made = whole_passes(kept_rounds(asked.scenario))
    return pd.DataFrame(
        {
            "pass": range(1, len(made) + 1),
            "start_s": [p.start_s for p in made],
            "end_s": [p.end_s for p in made],
            "sent_gib": [p.sent_bytes / GIB for p in made],
            "dirtied_gib": [p.dirty_bytes / GIB for p in made],
            "left_gib": [(p.left_after + p.dirty_bytes) / GIB for p in made],
            "throttle_percent": [p.throttle * 100 for p in made],
        }
    )


MOST_PASSES = 12


def passes(asked: MigrationInputs) -> None:
    """The passes one by one, behind a fold; of many the first and the last."""
    found, made = estimate(asked.scenario), whole_passes(kept_rounds(asked.scenario))
    numbered = list(enumerate(made, 1))
    some = numbered if len(numbered) <= MOST_PASSES else [*numbered[: MOST_PASSES - 2], *numbered[-2:]]
    shown = "" if len(some) == len(numbered) else f", the first {MOST_PASSES - 2} and the last 2"
    read = "" if found.syncs <= len(made) else f" The dirty log was read {found.syncs:,} times, also in mid-pass."
    numbers = tables.number_columns("Begins", "Takes", "Sent", "Dirtied meanwhile", "Then left", "vCPU time taken")
    with st.expander("The passes, one by one", expanded=run_context.OPEN.get()):
        tables.show_table(
            [tables.Column("Pass", width=12), *numbers],
            [tables.Line(markup.text(f"{number}" if one.whole else f"{number}, cut off"), _cells(one)) for number, one in some],
            f"{counted(len(made), 'pass', 'passes')}{shown}.{read} {_then(found)}",
        )


def _then(found: MigrationEstimate) -> str:
    if found.outcome.by_itself:
        return "Then the guest stops."
    until = "without end" if found.outcome is MigrationOutcome.NEVER else "until the deadline"
    return "Then comes the deadline." if found.cut else f"It goes on like the last {until}."


def _cells(one: Round) -> tuple[Html, ...]:
    times = (duration_in_words(one.start_s), duration_in_words(one.end_s - one.start_s))
    amounts = (one.sent_bytes, one.dirty_bytes, one.left_after + one.dirty_bytes)
    said = (*times, *(amount_in_words(amount) for amount in amounts), f"{one.throttle * 100:.0f} %")
    return tuple(map(markup.text, said))


def _platforms(asked: MigrationInputs) -> dict[Platform, PlatformEstimate]:
    typed = asked.scenario.setup_s if "setup_s" in asked.typed else None
    return _kept_platforms(asked.scenario, asked.spread, typed, tuple(row.id for row in asked.hypervisors.values()))


@lru_cache(maxsize=256)
def _kept_platforms(
    scenario: Scenario, spread: Spread, setup_s: float | None, releases_: tuple[str, ...]
) -> dict[Platform, PlatformEstimate]:
    facts = catalog()
    chosen = {row.platform: row for id_ in releases_ for row in [facts.hypervisor_releases[id_]]}
    known = Known(facts.blockers, tuple(facts.stuns.values()), setup_s, chosen)
    found = alone(side_by_side, scenario, tuple(facts.migration_profiles.values()), known, spread)
    return {one.platform: one for one in found}


def platform_lines(asked: MigrationInputs, shown: tuple[Platform, ...], opened_row: str | None) -> list[tables.Line]:
    """The same guest on the platforms: first the result, then what each does differently, with its source."""
    by = _platforms(asked)
    lines = [
        tables.Line(markup.text("Result"), tuple(_result(by[p]) for p in shown)),
        tables.Line(markup.text("Total time"), tuple(markup.value(markup.text(total(by[p]))) for p in shown)),
        tables.Line(markup.text("Downtime"), tuple(markup.value(markup.text(downtime(by[p]))) for p in shown)),
    ]
    facts = {platform: _facts(asked, platform, opened_row) for platform in shown}
    for behaviour in Behaviour:
        cells = []
        for platform in shown:
            fact = facts[platform][behaviour]
            scope = markup.note(releases.linked(fact.scope))
            cells.append(markup.joined(markup.text(fact.says), scope, tables.sources_fold(fact, fact.id == opened_row)))
        lines.append(tables.Line(markup.text(behaviour.value.capitalize()), tuple(cells)))
    return lines


def _facts(asked: MigrationInputs, platform: Platform, opened_row: str | None) -> dict[Behaviour, ProfileFact]:
    """The behaviours on the release that was chosen, and the row that a link asks for in place of its like."""
    rows, release = catalog().migration_profiles, asked.hypervisors.get(platform)
    found = dict(facts_of(rows.values(), platform, release.id if release else ""))
    if opened_row is not None and opened_row in rows and rows[opened_row].platform is platform:
        found[rows[opened_row].behaviour] = rows[opened_row]
    return found


def _result(found: PlatformEstimate) -> Html:
    """The outcome, and beneath it the blockers of the VM's device and what a range of times stands for."""
    words, small = on_platform(found), condition(found)
    uncertain = found.stopped_by is not None or (len(found.shares) > 1 and found.outcome is None)
    if found.refused or found.fails:
        mark = markup.mark(MigrationOutcome.NEVER, words, wrapped=True)
    elif uncertain or found.device.movement is not Movement.MOVES:
        mark = markup.sign(UNCONFIRMED_SIGN, words, "warn", wrapped=True)
    else:
        mark = markup.mark(found.outcome, words, wrapped=True) if found.outcome is not None else markup.text(words)
    parts = ([_blockers(found.device)] if found.device.blockers else []) + ([markup.text(small)] if small else [])
    return markup.joined(mark, markup.note(markup.listed(parts, ". ")))
