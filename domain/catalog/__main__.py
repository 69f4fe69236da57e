"""`python -m domain.catalog`: the command for editors of the YAML.

The checks stand above the catalogue, so the command does too: it is `python -m domain.reference`. Editors know it by the
name of what they edit, and a name is all that this module knows of it.
"""

from __future__ import annotations

import runpy

if __name__ == "__main__":
    runpy.run_module("domain.reference", run_name="__main__", alter_sys=True)
