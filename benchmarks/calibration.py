"""Whether the band holds what it says, over all measured runs: `python -m benchmarks.calibration` writes data/calibration.csv.

The tab *Evidence* of Migration time shows that file; a test holds a part of it against the code.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path

from domain.catalog import catalog
from domain.catalog.loading import DATA
from domain.live_migration.evidence.calibration import CLAIMED, Finding, summary, written
from domain.live_migration.evidence.runs import parse


def measured() -> dict[str, list[dict[str, str]]]:
    """The project's own runs by the name of their series."""
    return {series.label: parse((DATA / series.file).read_text("utf-8")) for series in catalog().measured_series.values()}


def held(findings: Sequence[Finding]) -> list[str]:
    """Markdown: the share of total times / of downtimes that the band holds, by group and level."""
    groups: dict[str, dict[str, list[str]]] = {}
    for one in findings:
        if one.what != "chance" and one.nominal == CLAIMED:
            name = f"QEMU {one.qemu}" if one.qemu != "all" else one.series
            groups.setdefault(name, {}).setdefault(one.level, []).append(f"{one.observed * 100:.0f}")
    levels = list(groups["all"])
    rows = [f"| {name} | {' | '.join(' / '.join(pair) for pair in found.values())} |" for name, found in groups.items()]
    return [_head("The 90 % band holds, % of total times / of downtimes", levels), _rule(levels), *rows]


def chances(findings: Sequence[Finding]) -> list[str]:
    """Markdown: chance given / share that ended (cases), by group of chances and level."""
    columns: dict[str, list[str]] = {}
    for one in findings:
        if one.what == "chance":
            said = f"{one.nominal * 100:.0f} / {one.observed * 100:.0f} ({one.number:,})"
            columns.setdefault(one.level, []).append(said)
    rows = [f"| | {' | '.join(cells)} |" for cells in zip_longest(*columns.values(), fillvalue="")]
    return [_head("Chance given / ended in time, % (cases)", columns), _rule(columns), *rows]


def _head(name: str, levels: Iterable[str]) -> str:
    return f"| {name} | {' | '.join(levels)} |"


def _rule(levels: Iterable[str]) -> str:
    return "| --- |" + " ---: |" * len([*levels])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DATA / "calibration.csv", help="where the figures go (default: %(default)s)")
    asked = parser.parse_args()
    found = summary(measured())
    asked.out.write_text(written(found), encoding="utf-8")
    print("\n".join([*held(found), "", *chances(found)]))


if __name__ == "__main__":
    main()
