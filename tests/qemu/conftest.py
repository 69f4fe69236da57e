"""Real live migrations for the tests, measured anew when the host disturbed them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable

import pytest

from benchmarks.lab.qemu import migrate, missing
from benchmarks.lab.settings import Row, Setting

WITHIN = 0.03
"""How far bandwidth or writes may fall short before a run says more of the host's other load than of QEMU."""
TRIES = 3
STALLED = 1.25
"""Downtime over its limit from which the host slowed the last copy: on a quiet one it is 0.88 to 1.09 (46 measured runs)."""

Measure = Callable[[Setting], Row]


@pytest.fixture(scope="session")
def lab() -> None:
    """Without QEMU the tests are skipped, but where CI is set they fail."""
    if lacking := missing():
        reason = f"no {lacking} found: python -m tests.qemu.qemu installs it where it can"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def measure(lab: None) -> Measure:
    """Runs a migration, again if the host disturbed it (a warning says so), and skips the test if it does every time."""

    def measure(setting: Setting) -> Row:
        disturbed = ""
        for attempt in range(TRIES):
            row = migrate(setting, attempt)
            assert row.error == ""
            disturbed = row.disturbed(WITHIN)
            stalled = (row.downtime_ms or 0) > STALLED * row.downtime_limit_ms
            if not disturbed and (not stalled or attempt == TRIES - 1):
                return row
            disturbed = disturbed or f"downtime {row.downtime_ms} ms of {row.downtime_limit_ms}"
            warnings.warn(f"{setting.run_id}: the host is busy, {disturbed}; try {attempt + 1} of {TRIES}", stacklevel=2)
        pytest.skip(f"the host is too busy to measure on: {disturbed}")

    return measure
