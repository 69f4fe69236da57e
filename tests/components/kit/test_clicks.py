"""Who arrives stands aside for a click, for no longer in all than it has computed; a real server pauses a real run there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter, thread_time

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from components.kit import clicks

COMPUTED_S = 0.05


@pytest.fixture
def visitor() -> Iterator[str]:
    visitor = "another session"
    yield visitor
    clicks.ended(visitor)


def compute(seconds: float) -> None:
    until = thread_time() + seconds
    while thread_time() < until:
        pass


def seconds_of_ten(send: Callable[[int], None]) -> float:
    started = perf_counter()
    for number in range(10):
        send(number)
    return perf_counter() - started


def test_stands_aside_while_a_click_is_under_way_for_as_long_as_it_has_computed(visitor: str) -> None:
    sent: list[int] = []
    send = clicks.behind(sent.append)
    compute(COMPUTED_S)
    clicks.began(visitor)
    # Ten messages, and one pause in all: the first has used up what there was.
    assert seconds_of_ten(send) >= 0.9 * COMPUTED_S
    assert sent == list(range(10))


def test_a_click_is_over_once_it_has_ended(visitor: str) -> None:
    clicks.began(visitor)
    clicks.ended(visitor)
    clicks.ended(visitor)
    assert not clicks.are_under_way()


def test_the_click_of_one_is_not_over_when_that_of_another_is(visitor: str) -> None:
    other = "a third session"
    clicks.began(visitor)
    clicks.began(other)
    clicks.ended(other)
    send = clicks.behind(lambda _: None)
    compute(COMPUTED_S)
    assert seconds_of_ten(send) >= 0.9 * COMPUTED_S


def script() -> None:
    from components.kit import clicks

    def compute() -> None:
        from time import thread_time

        until = thread_time() + 0.05
        while thread_time() < until:
            pass

    from time import perf_counter

    import streamlit as st

    clicks.began("another session")
    with clicks.standing_aside():
        compute()
        started = perf_counter()
        st.write("drawn")
        behind = perf_counter() - started
    clicks.ended("another session")
    st.session_state["behind"] = behind


def test_streamlit_passes_what_a_run_draws_through_here() -> None:
    """The place is Streamlit's own and not promised: were it gone, screens would be drawn without a pause, and nothing say so."""
    run = AppTest.from_function(script).run()
    assert not run.exception
    assert [one.value for one in run.markdown] == ["drawn"]
    assert run.session_state["behind"] >= 0.9 * COMPUTED_S


def own_script() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from components.kit import clicks, turns

    clicks.began(get_script_run_ctx().session_id)
    with turns.arriving():
        st.session_state["waits"] = clicks.are_under_way()


def test_who_asks_for_another_screen_does_not_wait_for_himself() -> None:
    run = AppTest.from_function(own_script).run()
    assert not run.exception
    assert run.session_state["waits"] is False


def test_without_a_run_nothing_is_held_up() -> None:
    assert get_script_run_ctx(suppress_warning=True) is None
    with clicks.standing_aside():
        st.empty()
