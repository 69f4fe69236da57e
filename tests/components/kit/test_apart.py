"""What takes long is reckoned by a process of its own, which answers, fails and ends as a function and a process do."""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from components.kit import apart
from components.kit.apart import Apart
from domain.drain.limits import LIMITS, limit_of


@pytest.fixture
def beside() -> Iterator[Apart]:
    made = Apart()
    yield made
    made.stop()


def test_it_answers_from_another_process_and_stays_for_the_next_question(beside: Apart) -> None:
    first = beside.run(os.getpid)
    assert first != os.getpid()
    assert (beside.run(math.hypot, 3, 4), beside.run(os.getpid)) == (5.0, first)


def test_what_a_function_raises_is_raised_here_and_what_it_prints_is_no_answer(beside: Apart) -> None:
    beside.run(print, "an answer")
    with pytest.raises(ValueError, match=r"invalid literal for int.*'many'"):
        beside.run(int, "many")
    assert beside.run(int, "7") == 7


def test_what_cannot_be_sent_is_a_fault_and_no_end(beside: Apart) -> None:
    first = beside.run(os.getpid)
    with pytest.raises(TypeError, match="pickle"):
        beside.run(threading.Lock)
    assert beside.run(os.getpid) == first


def test_another_takes_the_place_of_one_that_was_killed(beside: Apart) -> None:
    first = beside.run(os.getpid)
    os.kill(first, signal.SIGKILL)
    assert beside.run(os.getpid) not in (first, os.getpid())


def test_a_question_that_ends_the_process_twice_is_given_up(beside: Apart) -> None:
    with pytest.raises(RuntimeError, match="exit was not answered"):
        beside.run(os._exit, 3)
    assert beside.run(math.hypot, 3, 4) == 5.0


def test_an_answer_that_takes_too_long_is_given_up(beside: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    beside.run(math.hypot, 3, 4)
    monkeypatch.setattr(apart, "PATIENCE_S", 0.2)
    with pytest.raises(RuntimeError, match=r"sleep was not answered: .* over 0\.2 s"):
        beside.run(time.sleep, 3600)


def test_it_does_not_outlive_its_server() -> None:
    """It ends when nobody holds the other end of its input, however that came about."""
    made = Apart()
    made.run(math.hypot, 3, 4)
    process = made.start()
    assert process.stdin
    process.stdin.close()
    assert process.wait(timeout=60) == 0


def test_a_limit_of_a_drain_is_itself_in_another_process(beside: Apart) -> None:
    assert [beside.run(limit_of, limit.id) for limit in LIMITS] == list(LIMITS)


def test_it_imports_no_screens(beside: Apart) -> None:
    beside.run(apart.have, "domain.drain.answers")
    loaded = beside.run(_modules)
    assert "domain.drain.answers" in loaded
    assert {"streamlit", "plotly"}.isdisjoint(loaded)


def _modules() -> list[str]:
    return [name for name in sys.modules if "." not in name or name.startswith("domain.")]
