"""Migration time's policy as a link opens it."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.conftest import look
from tests.pages.page_text import unmarked

NETWORK = {"lm_nad": "migration", "lm_nic": "bond1", "lm_range": "10.200.5.0/24"}


def policy(**params: Any) -> AppTest:
    return look("migration_settings", **{"lm_move": "true", **params})


def errors(at: AppTest) -> list[str]:
    return [unmarked(part.value) for part in at.error]
