"""Finds a Chromium for the browser tests, or installs one where it can: `python -m tests.browser.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Debian's shell first: the same engine without the browser around it costs less to install and to run."""

PACKAGES = ("chromium-headless-shell", "chromium")


def find() -> str | None:
    """Path of a Chromium: $CHROMIUM, a known name on the path, or Playwright's own."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if shutil.which(given) else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Try Debian's packages if this is root on such a system, then Playwright's download."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in PACKAGES:
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package, "fonts-dejavu-core"]
            subprocess.run(command, check=False)
            if find():
                return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if not find():
        install()
    path = find()
    if path:
        print(f"browser tests use {path}")
        return 0
    print("No Chromium was found, and none could be installed: the browser tests will be skipped.")
    print("Install one (for example: apt-get install chromium), or set CHROMIUM to its path.")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    raise SystemExit(main())
