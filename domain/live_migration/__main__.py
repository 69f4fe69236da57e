"""`python -m domain.live_migration`, under the name that people look for: two of the three questions stand above this room."""

from __future__ import annotations

import runpy

if __name__ == "__main__":
    runpy.run_module("domain.scripting", run_name="__main__", alter_sys=True)
