"""Finds a QEMU for the live-migration tests, or installs one where it can: `python -m tests.qemu.qemu`."""

from __future__ import annotations

import os
import shutil
import subprocess

from benchmarks.lab.qemu import missing

PACKAGES = ("qemu-system-x86", "gcc")


def install() -> None:
    """Try Debian's packages if this is root on such a system."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], check=False)


def main() -> int:
    if missing():
        install()
    lacking = missing()
    if not lacking:
        print(f"live-migration tests use {shutil.which('qemu-system-x86_64')}")
        return 0
    print(f"No {lacking} was found, and none could be installed: the live-migration tests will be skipped.")
    print(f"Install what they need (for example: apt-get install {' '.join(PACKAGES)}).")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    raise SystemExit(main())
