"""Finds a QEMU for the live-migration tests, or installs one where it can: `python -m tests.qemu.qemu`."""

from __future__ import annotations

import shutil

from benchmarks.lab.qemu import missing
from tests.debian import provide

PACKAGES = ("qemu-system-x86", "gcc")

if __name__ == "__main__":
    raise SystemExit(provide(missing, PACKAGES, "the live-migration tests", lambda: shutil.which("qemu-system-x86_64")))
