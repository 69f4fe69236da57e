"""What costs more than a blink is reckoned once for all who ask; who comes to a screen lets those who click go before him."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from sys import getswitchinterval
from threading import Barrier, Event

import pytest

from components.kit.turns import alone, arriving, in_turn

PATIENCE_S = 60


def test_two_who_ask_the_same_have_it_reckoned_once() -> None:
    asked: list[int] = []
    both = Barrier(2)

    @in_turn(4)
    def square(number: int) -> int:
        asked.append(number)
        return number * number

    def visitor(number: int) -> int:
        both.wait(PATIENCE_S)
        return square(number)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(visitor, [7, 7])) == [49, 49]
    assert (asked, square(7), alone(pow, 2, 5)) == ([7], 49, 32)


def test_who_comes_to_a_screen_waits_for_who_came_before(pool: ThreadPoolExecutor) -> None:
    inside, leave = Event(), Event()
    order: list[str] = []

    def first() -> None:
        with arriving():
            inside.set()
            leave.wait(PATIENCE_S)
            order.append("first")

    def second() -> None:
        with arriving():
            order.append("second")

    before = pool.submit(first)
    assert inside.wait(PATIENCE_S)
    after = pool.submit(second)
    assert not after.done()
    leave.set()
    before.result(PATIENCE_S), after.result(PATIENCE_S)
    assert order == ["first", "second"]


@pytest.mark.parametrize("reckon", [lambda make: in_turn(1)(make)(), alone], ids=["in turn", "alone"])
def test_who_waits_for_an_answer_holds_nobody_up_at_the_door(
    pool: ThreadPoolExecutor, reckon: Callable[[Callable[[], str]], str]
) -> None:
    reckoning, enough = Event(), Event()

    def long() -> str:
        reckoning.set()
        return "in time" if enough.wait(PATIENCE_S) else "too late"

    def asks() -> str:
        with arriving():
            return reckon(long)

    def reads() -> None:
        with arriving():
            enough.set()

    asking = pool.submit(asks)
    assert reckoning.wait(PATIENCE_S)
    pool.submit(reads).result(PATIENCE_S)
    assert asking.result(PATIENCE_S) == "in time"


def test_threads_change_places_sooner_while_a_screen_is_drawn_for_who_arrives() -> None:
    usual = getswitchinterval()
    with arriving():
        drawn = getswitchinterval()
        reckoned = alone(getswitchinterval)
        again = getswitchinterval()
    assert drawn == again < usual
    assert reckoned == getswitchinterval() == usual


def test_a_screen_that_fails_lets_the_next_one_in(pool: ThreadPoolExecutor) -> None:
    def fails() -> None:
        with arriving():
            raise ZeroDivisionError

    def reads() -> str:
        with arriving():
            return "in"

    assert isinstance(pool.submit(fails).exception(PATIENCE_S), ZeroDivisionError)
    assert pool.submit(reads).result(PATIENCE_S) == "in"


@pytest.fixture
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2)
