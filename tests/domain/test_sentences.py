"""Estimates in words: the numbers are the estimate's, every outcome has its sentence, and none says nan or inf."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform, Writes
from domain.migration import sentences
from domain.migration.advice import Change, advice
from domain.migration.band import Band, Spread, band
from domain.migration.guest import Estimate, Outcome
from domain.migration.platforms import side_by_side
from domain.migration.precopy import typical
from domain.migration.say import say_bytes, say_rate, say_seconds
from domain.migration.scenario import NUMBERS, Scenario, Sureness
from domain.migration.units import GIB, MIB
from tests.domain.asking import ask

DATABASE = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16)
CACHE = ask(ram_gib=64, dirty_mb_s=2000, working_set_gib=60)
CALM = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def found(asked: Scenario) -> Estimate:
    return typical(asked.guest, asked.path, asked.rules)[0]


def total(asked: Scenario) -> str:
    return say_seconds(float(found(asked).total_s[0]))


def down(asked: Scenario) -> str:
    return say_seconds(float(found(asked).downtime_s[0]))


def ending(asked: Scenario) -> str:
    return sentences.ending(asked, found(asked))


def test_a_guest_that_converges() -> None:
    assert ending(DATABASE) == f"Ends after {total(DATABASE)}; the guest stands still for {down(DATABASE)}."


def test_a_guest_that_is_throttled() -> None:
    asked = replace(CACHE, auto_converge=True)
    taken = f"{found(asked).throttle[0] * 100:.0f} %"
    assert taken == "80 %"
    for part in (total(asked), taken, down(asked), "only by taking"):
        assert part in ending(asked)


def test_a_guest_that_is_aborted() -> None:
    assert ending(CACHE) == "Does not end: KubeVirt aborts it after 2 h 53 min, and the guest stays where it is."


def test_a_guest_that_switches_to_post_copy() -> None:
    asked = replace(CACHE, post_copy=True)
    rest = say_seconds(float(found(asked).total_s[0]) - 10_351)
    assert ending(asked).startswith("Does not end by itself: after 2 h 53 min it switches to post-copy")
    assert rest in ending(asked)


def test_a_guest_that_is_paused() -> None:
    asked = replace(CACHE, post_copy=True, vfio=True)
    assert "after 2 h 53 min the guest is paused" in ending(asked)
    assert down(asked) in ending(asked)


def test_a_guest_that_never_ends() -> None:
    asked = replace(CACHE, per_gib_s=0)
    assert found(asked).outcome[0] == Outcome.NEVER
    assert ending(asked) == "Never ends, and there is no deadline that would stop it."


def test_every_outcome_has_a_label_of_its_own() -> None:
    assert len({outcome.label for outcome in Outcome}) == len(Outcome) == 6


def reason(asked: Scenario) -> str:
    return sentences.reason(asked, found(asked))


def test_the_reason_names_what_the_guest_dirties_and_what_the_path_moves() -> None:
    said = reason(CACHE)
    assert said.startswith("The guest dirties 2 GB/s in 60 GiB, the link moves 1.1 GB/s")
    assert "never catches up to the 322 MiB that fit into 300 ms" in said


def test_the_reason_of_one_that_ends_counts_its_passes_and_bytes() -> None:
    estimate = found(DATABASE)
    said = reason(DATABASE)
    assert f"{estimate.syncs[0]} passes" in said
    assert f"{float(estimate.sent_bytes[0]) / GIB:.3g} GiB moved" in said
    factor = float(re.findall(r"That is ([\d.]+) times one pass", said)[0])
    assert factor == pytest.approx(float(estimate.total_s[0]) / (64 * GIB / DATABASE.bandwidth), rel=0.05)
    idle = ask(ram_gib=64, dirty_mb_s=0, working_set_gib=0)
    assert found(idle).syncs[0] == 1
    assert "in 1 pass." in reason(idle)


def test_a_deadline_that_is_merely_too_short_is_not_blamed_on_the_guest() -> None:
    idle = ask(64, 0, 0, per_gib_s=0.5)
    said = reason(idle)
    assert said.startswith("The deadline comes before it could end:")
    assert "one pass over the memory alone takes 61 s." in said


def test_what_limits_is_named() -> None:
    assert "the cap of 64 MiB/s" in sentences.limit(replace(DATABASE, cap_mib_s=64))
    assert "the stream moves 1 GB/s" in sentences.limit(replace(DATABASE, stream_gbps=8))
    for asked in (DATABASE, replace(DATABASE, cap_mib_s=100_000), replace(DATABASE, stream_gbps=9)):
        assert sentences.limit(asked) == "the link moves 1.1 GB/s"


def test_the_worth_of_an_estimate_says_share_and_ranges() -> None:
    some = Band(0.54, (108.2, 217.0), (0.295, 0.304), {})
    assert sentences.worth(some) == (
        "Within the spread of the inputs 54\u00a0% of the draws end on the target, after 108 s to 3 min 37 s, standing still "
        "0.29 s to 0.3 s."
    )
    assert "every draw ends" in sentences.worth(Band(1, (10, 12), (0.3, 0.3), {}))
    assert sentences.worth(Band(0, (math.nan, math.nan), (math.nan, math.nan), {})).endswith("no draw ends on the target.")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (10, 20, "10 s to 20 s"),
        (10, 10.2, "10 s"),
        (60, math.inf, "at least 60 s"),
        (math.nan, math.nan, "not published"),
        (0.004, 0.3, "a few ms to 0.3 s"),
        (0.004, 0.009, "a few ms"),
    ],
)
def test_a_range_is_said_without_repeating_itself(low: float, high: float, said: str) -> None:
    assert sentences.span(low, high) == said


def test_an_effect_says_the_price_where_there_is_one() -> None:
    assert sentences.effect(Change("x", Outcome.CONVERGES, 55, 0.3)) == "converges after 55 s, standstill 0.3 s"
    throttled = sentences.effect(Change("x", Outcome.THROTTLED, 55, 0.3, 0.8))
    assert throttled == "converges by throttling after 55 s, standstill 0.3 s, up to 80 % of the vCPU time"
    assert sentences.effect(Change("x", Outcome.ABORTED, 55, math.nan)) == "aborted at the deadline"


def test_a_platforms_outcome_is_said_or_said_to_be_unpublished() -> None:
    answers = side_by_side(CACHE, catalog().migration_profiles.values())
    said = {answer.platform: sentences.on_platform(answer) for answer in answers}
    assert said[Platform.VSPHERE] == "ends by slowing the guest; by how much is not published"
    assert said[Platform.OVE] == "aborted at the deadline"


@pytest.mark.parametrize(
    ("amount", "said"), [(300 * MIB, "300 MiB"), (40 * GIB, "40 GiB"), (1536 * GIB, "1.5 TiB"), (0, "0 MiB"), (GIB, "1 GiB")]
)
def test_an_amount_of_memory_has_the_unit_that_reads_best(amount: float, said: str) -> None:
    assert say_bytes(amount) == said


@pytest.mark.parametrize(
    ("rate", "said"), [(1.3e9, "1.3 GB/s"), (120e6, "120 MB/s"), (4e6, "4 MB/s"), (0, "0 MB/s"), (999.8e6, "1 GB/s")]
)
def test_a_rate_has_the_unit_that_reads_best(rate: float, said: str) -> None:
    assert say_rate(rate) == said


def test_the_question_is_said_with_everything_that_was_set() -> None:
    asked = replace(DATABASE, zero_percent=30, stream_gbps=8, cap_mib_s=512, auto_converge=True, post_copy=True, per_gib_s=0)
    said = sentences.asked_in_words(asked)
    for part in ("64 GiB", "30 %", "400 MB/s", "16 GiB", "random", "10 Gbit/s at 90 %", "at most 8 Gbit/s", "cap 512 MiB/s"):
        assert part in said
    for part in ("300 ms", "no deadline", "auto-converge", "post-copy"):
        assert part in said
    assert "pause" not in said
    assert "150 s for each GB" in sentences.asked_in_words(DATABASE)
    assert "auto-converge" not in sentences.asked_in_words(DATABASE)


def bounded(name: str, low: float = 0) -> st.SearchStrategy[float]:
    """A number of the studio from its whole range, or its bound; small ones as likely as large ones."""
    number = NUMBERS[name]
    least = max(number.low, low)
    return st.one_of(
        st.sampled_from([number.low, number.high]),
        st.floats(math.log(least), math.log(number.high)).map(lambda x: min(max(math.exp(x), least), number.high)),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    ram = draw(bounded("ram_gib"))
    return ask(
        ram, draw(bounded("dirty_mb_s", 0.1)), ram * draw(st.sampled_from([0, 0.01, 0.3, 1])),
        draw(st.sampled_from([0, 30, 99.5, 100])), draw(st.sampled_from(Writes)), draw(bounded("link_gbps")),
        draw(bounded("usable_percent")), draw(bounded("stream_gbps", 0.01)), draw(bounded("cap_mib_s", 0.1)), draw(st.booleans()),
        draw(bounded("downtime_ms")), draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from([None, True, False])),
        draw(st.booleans()), draw(bounded("per_gib_s", 0.1)),
    )  # fmt: skip


NO_NUMBER = re.compile(r"\b(nan|inf|infinity|None)\b", re.IGNORECASE)


@given(scenarios())
@CALM
def test_no_sentence_says_nan_or_inf(asked: Scenario) -> None:
    estimate = found(asked)
    answers = side_by_side(asked, catalog().migration_profiles.values())
    said = [
        sentences.asked_in_words(asked),
        sentences.ending(asked, estimate),
        sentences.reason(asked, estimate),
        sentences.worth(band(asked, Spread(Sureness.GUESSED, Sureness.GUESSED), 8)),
        *(sentences.effect(change) for change in advice(asked)),
        *(sentences.on_platform(answer) for answer in answers),
        *(sentences.span(*times) for answer in answers for times in (answer.total_s, answer.downtime_s)),
    ]
    assert not [sentence for sentence in said if NO_NUMBER.search(sentence) or not sentence]
    assert all(len(sentence) < 350 for sentence in said)
