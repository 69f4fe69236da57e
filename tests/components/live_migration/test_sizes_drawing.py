"""The chart of sizes and links as shapes: what stands where, with which words, and that no words lie over others."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.kit.drawing import Dot, Line, Text
from components.live_migration.sizes_drawing import Place, chart
from domain.live_migration.sentences import rough
from domain.live_migration.sweeps import Ending, SizeTime

PLACE = Place(left=100, top=20, width=900, height=400, words=16)


def ends(ram: float, gbps: float, seconds: float) -> SizeTime:
    return SizeTime(ram, gbps, seconds, seconds / 2, seconds * 2, 1.0, Ending.ENDS)


def never(ram: float, gbps: float) -> SizeTime:
    return SizeTime(ram, gbps, float("nan"), float("nan"), float("nan"), 0.0, Ending.NOT)


TIMES = [ends(8, 10, 20), ends(64, 10, 160), ends(8, 100, 8), ends(64, 100, 40)]


def words(times: list[SizeTime], own: SizeTime) -> list[Text]:
    return [shape for shape in chart(times, own, PLACE) if isinstance(shape, Text)]


def test_every_time_is_written_at_its_point_and_every_size_beneath() -> None:
    said = [text.words for text in words(TIMES, TIMES[0])]
    assert [rough(one.middle_s, one.middle_s) in said for one in TIMES] == [True] * 4
    assert {"8", "64", "GiB", "this VM", "10 Gbit/s", "100 Gbit/s"} <= set(said)


def test_a_larger_vm_stands_further_right_and_a_longer_time_higher() -> None:
    dots = [shape for shape in chart(TIMES, TIMES[0], PLACE) if isinstance(shape, Dot) and shape.fill]
    by_time = sorted(zip([20, 160, 8, 40], dots, strict=True), key=lambda pair: pair[0])
    assert [dot.y for _, dot in by_time] == sorted((dot.y for dot in dots), reverse=True)
    assert dots[0].x == dots[2].x < dots[1].x == dots[3].x


def test_what_does_not_end_stands_above_the_break_and_no_line_leads_there() -> None:
    shapes = chart([ends(8, 10, 20), never(64, 10)], never(64, 10), PLACE)
    (broken,) = [shape for shape in shapes if isinstance(shape, Line) and shape.dashed]
    crosses = [
        shape for shape in shapes if isinstance(shape, Line) and shape.points[0][0] != shape.points[1][0] and not shape.dashed
    ]
    above = [line for line in crosses if all(y < broken.points[0][1] for _, y in line.points)]
    assert len(above) == 2
    assert Ending.NOT in [shape.words for shape in shapes if isinstance(shape, Text)]
    assert not [shape for shape in chart(TIMES, TIMES[0], PLACE) if isinstance(shape, Line) and shape.dashed]


def test_a_vm_over_a_link_that_no_line_has_is_named_with_it() -> None:
    assert "40 Gbit/s" in [text.words for text in words(TIMES, ends(64, 40, 60))]


def test_what_may_not_end_is_hollow_and_says_its_share() -> None:
    half = SizeTime(64, 10, 160, 80, 320, 0.55, Ending.UNCERTAIN)
    shapes = chart([ends(8, 10, 20), half], half, PLACE)
    fills = [shape.fill for shape in shapes if isinstance(shape, Dot) and shape.told]
    assert fills[0] != fills[1]
    assert "55 % end" in [shape.words for shape in shapes if isinstance(shape, Text)]


def test_the_ranges_are_drawn_only_where_they_are_asked_for() -> None:
    with_, without = (len(chart(TIMES, TIMES[0], PLACE, ranges)) for ranges in (True, False))
    assert with_ > without


seconds = st.floats(0.5, 1e6)


@given(st.lists(st.tuples(st.sampled_from([1, 10, 25, 100]), seconds), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
def test_no_words_lie_over_others_and_all_points_stand_on_the_canvas(found: list[tuple[float, float]]) -> None:
    times = [ends(64, gbps, time) for gbps, time in found]
    shapes = chart(times, times[0], PLACE)
    for one, other in combinations((text for text in shapes if isinstance(text, Text) and text.x > PLACE.left), 2):
        assert (one.x, one.anchor) != (other.x, other.anchor) or abs(one.y - other.y) >= 0.9 * PLACE.words
    for dot in shapes:
        if isinstance(dot, Dot):
            assert PLACE.left <= dot.x <= PLACE.left + PLACE.width
            assert PLACE.top <= dot.y <= PLACE.top + PLACE.height + 1


def test_nothing_that_ends_is_still_a_chart() -> None:
    assert [text.words for text in words([never(8, 1)], never(8, 1))].count("8") == 1


def test_times_that_would_not_fit_between_many_sizes_are_left_to_the_table() -> None:
    times = [ends(2.0**number, 10, 2.0**number) for number in range(20)]
    said = [text.words for text in words(times, times[0])]
    assert rough(times[9].middle_s, times[9].middle_s) not in said
    assert "10 Gbit/s" in said


@pytest.mark.parametrize("count", [1, 2, 12])
def test_the_shades_of_the_links_differ(count: int) -> None:
    times = [ends(8, gbps, 10.0 * gbps) for gbps in range(1, count + 1)]
    shades = {shape.colour for shape in chart(times, times[0], PLACE) if isinstance(shape, Dot) and shape.fill}
    assert len(shades) == count
