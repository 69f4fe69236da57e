"""KubeVirt's deadline: how it counts memory, and what it does to a migration that has not ended by then."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.live_migration.engine.guest import AtDeadline
from domain.live_migration.engine.kubevirt import at_deadline, counted_gb, deadline, longest_pause
from domain.quantities.units import GB, GIB


@pytest.mark.parametrize(("gib", "counted"), [(8, 9), (32, 35), (64, 69), (256, 275)])
@pytest.mark.parametrize("per_gb", [150, 20, 800])
def test_gibibytes_are_counted_as_decimal_gigabytes_rounded_up(gib: float, counted: int, per_gb: float) -> None:
    assert counted_gb(gib * GIB) == counted
    assert deadline(gib * GIB, per_gb) == counted * per_gb + 1


def test_a_guest_of_64_gib_has_almost_three_hours() -> None:
    assert deadline(64 * GIB, 150) - 1 == 10_350


def test_whole_decimal_gigabytes_are_not_rounded_up() -> None:
    assert counted_gb(64.0 * GB) == 64
    assert counted_gb(64.0 * GB + 1) == 65


def test_a_pause_lasts_as_long_again_as_the_counted_time() -> None:
    """KubeVirt doubles the acceptable time when it pauses: 69 s for 64 GiB at a second a gigabyte."""
    assert longest_pause(deadline(64 * GIB, 1)) == 69
    assert longest_pause(deadline(np.array([8.0, 64.0]) * GIB, 150)).tolist() == [9 * 150, 69 * 150]
    assert longest_pause(deadline(64 * GIB, 0)) == math.inf


def test_zero_means_no_deadline() -> None:
    assert deadline(64 * GIB, 0) == math.inf
    assert deadline(np.array([8.0, 64.0]) * GIB, 0).tolist() == [math.inf, math.inf]


@given(st.lists(st.floats(1, 24_576 * GIB), min_size=1, max_size=5), st.floats(0.1, 1000))
def test_many_guests_are_counted_as_each_alone(rams: list[float], per_gb: float) -> None:
    assert deadline(np.array(rams), per_gb).tolist() == [float(deadline(ram, per_gb)) for ram in rams]


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, 1e300])
def test_a_setting_that_is_none_is_refused_by_its_name(bad: float) -> None:
    with pytest.raises(ValueError, match="completionTimeoutPerGiB"):
        deadline(64 * GIB, bad)


ABORT, POST_COPY, PAUSE = AtDeadline.ABORT, AtDeadline.POST_COPY, AtDeadline.PAUSE


@pytest.mark.parametrize(
    ("post_copy", "disruption", "vfio", "expected"),
    [
        (False, None, False, ABORT),
        (False, None, True, ABORT),
        (False, False, False, ABORT),
        (False, False, True, ABORT),
        (False, True, False, PAUSE),
        (False, True, True, PAUSE),
        (True, None, False, POST_COPY),
        (True, None, True, PAUSE),
        (True, False, False, ABORT),
        (True, False, True, ABORT),
        (True, True, False, POST_COPY),
        (True, True, True, PAUSE),
    ],
)
def test_what_happens_at_the_deadline(post_copy: bool, disruption: bool | None, vfio: bool, expected: AtDeadline) -> None:
    assert at_deadline(post_copy, disruption, vfio) is expected
