"""How the studio's answers are drawn: the verdict, what would help, the passes, the platforms side by side."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from components import claims, context, studio_figures, tables
from components.figures import show
from components.studio import Asked
from domain.catalog import catalog
from domain.catalog.vocabulary import Behaviour, Platform
from domain.migration.advice import Change, advice
from domain.migration.band import band
from domain.migration.guest import Estimate, Outcome, Round
from domain.migration.platforms import PlatformEstimate, side_by_side
from domain.migration.precopy import typical
from domain.migration.say import say_bytes, say_seconds
from domain.migration.scenario import Scenario
from domain.migration.sentences import effect, ending, on_platform, reason, span, standstill, worth
from domain.migration.units import GIB

if TYPE_CHECKING:
    import plotly.graph_objects as go

OUTCOME_SIGNS = {
    Outcome.CONVERGES: ("green", "✓"),
    Outcome.THROTTLED: ("orange", "◐"),
    Outcome.POST_COPY: ("orange", "◑"),
    Outcome.PAUSED: ("orange", "△"),
    Outcome.ABORTED: ("red", "✕"),
    Outcome.NEVER: ("red", "✕"),
}


@lru_cache(maxsize=256)
def estimate(scenario: Scenario) -> tuple[Estimate, tuple[Round, ...]]:
    found, made = typical(scenario.guest, scenario.path, scenario.rules)
    return found, tuple(made)


kept_band = lru_cache(maxsize=256)(band)
kept_advice = lru_cache(maxsize=256)(advice)


def outcome_mark(outcome: Outcome, said: str = "") -> str:
    """An outcome as a mark of a table: shape and word; `said` in place of its own words."""
    colour, sign = OUTCOME_SIGNS[outcome]
    tone = {"green": "good", "orange": "warn", "red": "bad"}[colour]
    return f'<span class="m w {tone}">{sign}&nbsp;{escape(said or outcome.label)}</span>'


def verdict(asked: Asked) -> None:
    """The answer in one sentence, why, and what it is worth."""
    found, _ = estimate(asked.scenario)
    colour, sign = OUTCOME_SIGNS[Outcome(int(found.outcome[0]))]
    st.header(f":{colour}[{sign}] {ending(asked.scenario, found)}", anchor=False)
    spread = kept_band(asked.scenario, asked.spread)
    st.markdown(f"{reason(asked.scenario, found)} {worth(spread)}")


def helps(asked: Asked) -> None:
    """What would help, best first."""
    found, (now, _) = kept_advice(asked.scenario), estimate(asked.scenario)
    if not found and not now.done[0]:
        st.markdown("Nothing that was tried makes it end.")
        return
    if not found:
        st.markdown("Nothing that was tried ends it a twentieth sooner: the first pass over the memory is nearly all of it.")
        return
    tables.show_table(
        [
            tables.Column("What would help", width=34),
            tables.Column("Then it"),
            tables.Column("Sooner by", numeric=True, width=16),
        ],
        [tables.Line(escape(change.what), (tables.text(effect(change)), _sooner(change, now))) for change in found],
        "Each alone, computed with everything else as it is; best first.",
    )


def _sooner(change: Change, now: Estimate) -> str:
    if now.outcome[0] >= Outcome.ABORTED:
        return "it ends"
    return f"{(1 - change.total_s / float(now.total_s[0])) * 100:.0f} %"


def timeline(asked: Asked) -> None:
    """What is left to send over time."""
    figure, alt = _timeline_drawn(asked.scenario)
    show(figure, "live-migration-timeline", alt)


@lru_cache(maxsize=64)
def _timeline_drawn(scenario: Scenario) -> tuple[go.Figure, str]:
    """The figure and its words, kept because a figure costs more than its numbers."""
    found, made = estimate(scenario)
    end = float(found.total_s[0]) if found.done[0] else np.inf
    fits = scenario.bandwidth * scenario.downtime_ms / 1000
    figure = studio_figures.timeline_figure(made, end, float(found.downtime_s[0]), fits)
    return figure, studio_figures.timeline_alt(made, end)


def rounds(asked: Asked) -> pd.DataFrame:
    """The passes as a frame, for the table and to take away."""
    _, made = estimate(asked.scenario)
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
PASS_COLUMNS = ("Begins", "Takes", "Sent", "Dirtied meanwhile", "Then left", "vCPU time taken")


def passes(asked: Asked) -> None:
    """The passes one by one, behind a fold; of many the first and the last."""
    found, made = estimate(asked.scenario)
    numbered = list(enumerate(made, 1))
    some = numbered if len(numbered) <= MOST_PASSES else [*numbered[: MOST_PASSES - 2], *numbered[-2:]]
    shown = "" if len(some) == len(numbered) else f", the first {MOST_PASSES - 2} and the last 2"
    until = "without end" if found.outcome[0] == Outcome.NEVER else "until the deadline"
    then = "Then the guest stops." if found.outcome[0] <= Outcome.THROTTLED else f"It goes on like the last {until}."
    with st.expander("The passes, one by one", expanded=context.OPEN.get()):
        tables.show_table(
            [tables.Column("Pass", width=9), *(tables.Column(name, numeric=True) for name in PASS_COLUMNS)],
            [tables.Line(str(number), _cells(one)) for number, one in some],
            f"{claims.count(len(made), 'pass', 'passes')}{shown}. {then}",
        )


def _cells(one: Round) -> tuple[str, ...]:
    times = (say_seconds(one.start_s), say_seconds(one.end_s - one.start_s))
    amounts = (one.sent_bytes, one.dirty_bytes, one.left_after + one.dirty_bytes)
    return (*times, *(say_bytes(amount) for amount in amounts), f"{one.throttle * 100:.0f} %")


@lru_cache(maxsize=256)
def platforms(scenario: Scenario) -> tuple[PlatformEstimate, ...]:
    return tuple(side_by_side(scenario, catalog().migration_profiles.values()))


def platform_lines(found: tuple[PlatformEstimate, ...], shown: tuple[Platform, ...], opened: str | None) -> list[tables.Line]:
    """The same guest on the platforms: first the result, then what each does differently, with its source."""
    by = {one.platform: one for one in found}
    lines = [
        tables.Line("Result", tuple(_result(by[p]) for p in shown)),
        tables.Line("Total time", tuple(_value(span(*by[p].total_s)) for p in shown)),
        tables.Line("Standstill", tuple(_value(standstill(by[p])) for p in shown)),
    ]
    facts = {(fact.platform, fact.behaviour): fact for fact in catalog().migration_profiles.values()}
    for behaviour in Behaviour:
        cells = []
        for platform in shown:
            fact = facts[platform, behaviour]
            scope = f'<div class="s">{tables.text(fact.scope)}</div>' if fact.scope else ""
            cells.append(tables.text(fact.says) + scope + tables.sources_fold(fact, fact.id == opened))
        lines.append(tables.Line(escape(behaviour.value.capitalize()), tuple(cells)))
    return lines


def _result(found: PlatformEstimate) -> str:
    return outcome_mark(found.outcome, on_platform(found)) if found.outcome is not None else tables.text(on_platform(found))


def _value(words: str) -> str:
    return f'<div class="v">{tables.text(words)}</div>'
