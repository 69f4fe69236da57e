"""What the product is made of: every package by version and hash, under a licence that lets others run it."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest

from tests.server.server_process import ROOT

PINNED = re.compile(r"^([a-z0-9-]+)==(\S+?)(?: ; ([^\\]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"),
    *("MIT License", "BSD License", "Apache Software License", "Mozilla Public License 2.0 (MPL 2.0)"),
    *("Apache License 2.0", "3-Clause BSD License"),
}
"""Licences that ask for no more than their notice, by SPDX or as older packages call them; MPL: of changed files the source."""

FILES = ("requirements.txt", "requirements-dev.txt", "requirements-first.txt")


def locked(name: str) -> dict[str, str]:
    """The packages of a file and their versions."""
    return {package: version for package, version, _, _ in PINNED.findall((ROOT / name).read_text(encoding="utf-8"))}


def licences(one: Distribution) -> set[str]:
    """What a package says of its licence: as an SPDX expression, else by its classifiers, else in its own words."""
    said = one.metadata
    if expression := said.get("License-Expression"):
        return set(re.split(r" (?:AND|OR) ", expression))
    classified = [line.split(" :: ")[-1] for line in said.get_all("Classifier", []) if line.startswith("License")]
    return set(classified or [said.get("License", "none is named")])


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and line[0] not in " #"]
    assert len(locked(name)) == len(lines) >= 2


def test_what_is_asked_for_is_what_is_locked() -> None:
    """Who changes a version in a .in file without `make lock` would go on testing the old one."""
    for name in FILES[:2]:
        text = (ROOT / name.replace(".txt", ".in")).read_text(encoding="utf-8")
        asked = dict(re.findall(r"^([\w-]+)==([^;\s]+)", text.lower(), re.MULTILINE))
        assert asked.items() <= locked(name).items()
    both = locked("requirements.txt").keys() & locked("requirements-dev.txt").keys()
    assert both == locked("requirements.txt").keys()
    assert {name for name in both if locked("requirements.txt")[name] != locked("requirements-dev.txt")[name]} == set()


def test_everything_the_product_runs_on_may_be_given_to_others() -> None:
    named = {}
    for package in locked("requirements.txt"):
        try:
            named[package] = licences(distribution(package))
        except PackageNotFoundError:
            continue  # it is for another system
    assert len(named) > 35
    assert {package: found for package, found in named.items() if not found <= ALLOWED} == {}
