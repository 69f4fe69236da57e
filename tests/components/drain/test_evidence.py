"""The drain window's evidence: what is drawn, what stands in the table, and what is taken away."""

from __future__ import annotations

import pytest

from components.drain import evidence
from components.kit.style import COLOURS, FOURTH_COLOUR
from domain.catalog.vocabulary import Platform
from domain.drain.published_sentences import foreseen_in_words
from tests.pages.page_text import words

ALL = evidence.held()


def traces() -> dict[str, object]:
    return {trace.name: trace for trace in evidence.figure(ALL).data}


def test_every_answer_is_a_point_of_its_platforms_colour_with_bars_to_its_ends() -> None:
    drawn = traces()
    assert drawn.pop("right").line.dash == "dot"
    assert set(drawn) == {*(platform.label for platform in Platform), evidence.ELSEWHERE}
    for platform in (*Platform, None):
        trace = drawn[platform.label if platform else evidence.ELSEWHERE]
        part = [one for one in ALL if one.row.platform is platform and one.foreseen]
        assert trace.marker.color == (COLOURS[platform] if platform else FOURTH_COLOUR)
        assert list(trace.x) == [one.published_s for one in part]
        assert [label for label, _ in trace.customdata] == [one.row.label for one in part]
        for one, y, up, down, symbol in zip(
            part, trace.y, trace.error_y.array, trace.error_y.arrayminus, trace.marker.symbol, strict=True
        ):
            assert y - down == pytest.approx(one.foreseen.low_s)
            assert y + up == pytest.approx(one.foreseen.high_s if one.is_bounded else one.foreseen.low_s)
            assert symbol == ("circle" if one.is_bounded else "triangle-up")


def test_the_figure_is_said_in_words() -> None:
    text = evidence.alt(ALL)
    assert all((one.row.label in text) == (one.foreseen is not None) for one in ALL)
    assert text.startswith(f"{sum(one.foreseen is not None for one in ALL)} published times")


def test_a_line_has_the_time_the_answer_whether_it_holds_and_why_not() -> None:
    for one in ALL:
        took, foreseen, verdict, told = (words(cell) for cell in evidence.line(one, opened=False).cells)
        assert took == evidence.took(one.row)
        assert foreseen == foreseen_in_words(one)
        assert one.row.misses in verdict
        assert verdict.startswith(("✓", "✕")) == one.is_bounded
        assert one.row.says.strip() in told


def test_what_is_taken_away_has_every_row_with_its_numbers() -> None:
    frame = evidence.frame(ALL)
    assert list(frame["id"]) == [one.row.id for one in ALL]
    assert set(frame["inside"]) == {"yes", "no", ""}
    assert set(frame.loc[frame["foreseen to, s"] == "", "inside"]) == {""}


def test_without_rows_the_figure_is_empty_and_not_an_error() -> None:
    assert [trace.name for trace in evidence.figure([]).data] == ["right"]
