"""Programs that tests need beside Python's packages: installed from Debian's where this is root on such a system."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence


def provide(lacking: Callable[[], str], packages: Sequence[str], tests: str, found: Callable[[], str | None]) -> int:
    """Install what is `lacking`, and say what the tests will use or skip; the exit code: on CI nothing may be skipped."""
    if lacking():
        _install(packages)
    missing = lacking()
    if not missing:
        print(f"{tests} use {found()}")
        return 0
    print(f"No {missing} was found, and none could be installed: {tests} will be skipped.")
    print(f"Install what they need (for example: apt-get install {' '.join(packages)}).")
    return 1 if os.environ.get("CI") else 0


def _install(packages: Sequence[str]) -> None:
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False)
