"""What a question costs, in steps at the corners that cost most: readings of the dirty log, draws, attempts to move a VM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from domain.catalog import catalog
from domain.drain import fields, simulation
from domain.drain.answers import answer as drained
from domain.drain.cases import default_cases, own_case
from domain.drain.question import from_values
from domain.drain.vm_list import read
from domain.live_migration import platforms, sweeps, uncertainty
from domain.live_migration.engine import phases, precopy
from domain.live_migration.engine.state import State
from domain.live_migration.estimates import estimate
from domain.live_migration.sweeps import outcome_map, sizes_and_links
from domain.live_migration.uncertainty import READINGS
from domain.scripting.estimate import answer

BOOK = catalog()

CORNERS = (
    {"ram_gib": "64", "dirty_mb_s": "11", "link_gbps": "0.1", "auto_converge": "true", "completion_timeout_per_gib": "0"},
    {"ram_gib": "24576", "writes": "sequential", "auto_converge": "true"},
    {"ram_gib": "4033", "dirty_mb_s": "577", "working_set_gib": "4033", "preset": "vdi-desktop", "dirty_rate_known": "guessed"},
    {"preset": "in-memory-cache", "ram_gib": "24576", "dirty_mb_s": "1643", "link_gbps": "1600", "writes": "sequential"},
)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Rounds of the loop, and readings over all guests, from here on."""
    found = {"rounds": 0, "readings": 0}
    send: Callable[..., object] = precopy._send

    def counted(state: State, *more: object) -> object:
        found["rounds"] += 1
        found["readings"] += state.id.size
        return send(state, *more)

    monkeypatch.setattr(precopy, "_send", counted)
    for kept in (uncertainty._followed, estimate):
        kept.cache_clear()
    yield found
    for kept in (uncertainty._followed, estimate):
        kept.cache_clear()


@pytest.mark.parametrize("corner", CORNERS)
def test_a_question_follows_two_loops_of_draws_and_no_more(corner: dict[str, str], taken: dict[str, int]) -> None:
    answer(BOOK, corner)
    passes, again = 10, 2
    assert taken["rounds"] <= 2 * READINGS + passes + again
    assert taken["readings"] <= READINGS * (uncertainty.DRAWS + 2 * platforms.FEWER)


@pytest.mark.parametrize("corner", CORNERS)
def test_a_map_and_a_chart_keep_to_their_budget(corner: dict[str, str], taken: dict[str, int]) -> None:
    asked = answer(BOOK, corner).question.scenario
    taken.update(readings=0)
    outcome_map(asked)
    assert taken["readings"] <= sweeps.MOST_WORK * (2 + phases.FEWER.size / phases.PHASES.size)
    taken.update(readings=0)
    sizes = tuple(np.geomspace(asked.ram_gib / 64, asked.ram_gib, 12))
    sizes_and_links(replace(asked, link_gbps=10), sizes, (1, 10, 25, 100, 400), uncertainty.Spread())
    assert taken["readings"] <= 2 * sweeps.MOST_DRAWN


LISTS = {
    "failing": ("500 x 8 GiB @ 20 MB/s", {"failure": 100.0, "retries": 10.0}),
    "many hosts": ("500 x 8 GiB @ 20 MB/s", {"hosts": 100.0, "failure": 50.0, "retries": 10.0, "parallel": 50.0}),
    "all different": (
        ", ".join(f"1 x {8 + n / 8:g} GiB @ {20 + n} MB/s" for n in range(400)),
        {"failure": 30.0, "retries": 10.0},
    ),
    "in vain on one platform": (
        "\n".join(f"h{n}: 9 x {8 + n} GiB @ {20 + 7 * n} MB/s" for n in range(50)),
        {
            "link": 16.1,
            "setup": 0.0,
            "others": 30.0,
            "parallel": 50.0,
            "failure": 70.0,
            "cap": 160.0,
            "inbound": 6.0,
            "cluster": 700.0,
        },
    ),
    "overdue again and again": (
        "250 x 0.125 GiB @ 1 MB/s, 250 x 512 GiB @ 900 MB/s, 1 x 64 GiB fixed",
        {
            "link": 1600.0,
            "hosts": 71.0,
            "cap": 1.6,
            "set": 100.0,
            "deadline": 1000.0,
            "failure": 0.1,
            "retries": 7.0,
            "cluster": 50.0,
        },
    ),
}
"""The last two were found by the search of `python -m benchmarks --only cost`, among all that the form takes."""


@pytest.mark.parametrize("name", LISTS)
def test_a_drain_simulates_three_thousand_attempts_at_most(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, values = LISTS[name]
    attempts, go = [0], simulation.Run.go

    def counted(run: simulation.Run) -> simulation.Run:
        done = go(run)
        attempts[0] += len(done.tries)
        return done

    monkeypatch.setattr(simulation.Run, "go", counted)
    question = from_values(BOOK, read(text).classes, {**fields.starts(BOOK), **values})
    for default in default_cases(BOOK):
        case = own_case(default, *(int(values.get(name, 0)) for name in ("outbound", "inbound", "cluster")))
        attempts[0] = 0
        simulation.emptied.cache_clear()
        drained.__wrapped__(question, case)
        assert attempts[0] <= 3000
