"""`python -m domain.catalog`, under the name that editors know: the checks stand above the catalogue, so the command does too."""

from __future__ import annotations

import runpy

if __name__ == "__main__":
    runpy.run_module("domain.reference", run_name="__main__", alter_sys=True)
