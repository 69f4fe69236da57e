"""`python -m benchmarks`: the product's pages against a bare Streamlit page, in one run on one machine."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median
from typing import Any

import streamlit

from benchmarks import cost, measures
from benchmarks.measures import Figures, Target
from benchmarks.processes import BARE, NO_GC, ROOT, serve
from benchmarks.visitor import Flip
from components.kit.menu import SCREENS
from tests.browser import chromium

RESULTS = ROOT / "benchmarks" / "results" / "latest.json"
READINGS = Flip("show", ("both", "verified", "reference"))
OWN = {
    "wizard": Flip("ask_origin", ("New", "From VMware")),
    "checklist": Flip("tick_PF-01", (True, False)),
    "live_migration": Flip("lm_dirty", (50.0, 60.0)),
    "migration_settings": Flip("lm_limit", (400.0, 500.0)),
    "migration_evidence": Flip("lm_series", ("first series", "second series")),
    "commands": Flip("commands_group", ("Inspect", "Power")),
    "drain_window": Flip("drain_hosts", (3.0, 4.0)),
    "disk_transfer": Flip("disk_vms", (20.0, 30.0)),
}
"""What a click is on the screens whose own inputs draw a part of the page anew; elsewhere it is the choice of READINGS."""
TOGGLE = Flip("flip", (True, False))
_IN_PAGE = '[data-testid="stMain"] :is([data-testid="stCode"], h2, [data-testid="stAlert"])'
CONTENT = {"content": f'table.qr, [data-testid="stCheckbox"], {_IN_PAGE}'}
BARE_CONTENT = {"content": '[data-testid="stText"]', "table": '[data-testid="stDataFrame"] canvas'}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--quick", action="store_true", help="few repetitions, about two minutes: to see that all of it runs")
    options.add_argument("--only", choices=MEASURES, help="one of the measurements")
    given = options.parse_args()
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, Streamlit {streamlit.__version__}"
    result: dict[str, Any] = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, "quick": given.quick}
    print(f"{result['when']}, {machine}{', quick run: rough figures' if given.quick else ''}")
    with ExitStack() as stack:
        product, bare_server, default_server = (
            stack.enter_context(serve(script, *flags)) for script, flags in ((ROOT / "app.py", ()), (BARE, NO_GC), (BARE, ()))
        )
        pages = [Target(screen.slug, product, screen.slug, OWN.get(screen.slug, READINGS), CONTENT) for screen in SCREENS]
        bare = Target("bare", bare_server, "", TOGGLE, BARE_CONTENT)
        default = Target("bare, Streamlit's defaults", default_server, "", TOGGLE, BARE_CONTENT)
        for name in [given.only] if given.only else MEASURES:
            result[name], lines = MEASURES[name](bare, default, pages, given.quick)
            print("", *lines, sep="\n", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")


def rerun(bare: Target, default: Target, pages: list[Target], quick: bool) -> tuple[Figures, list[str]]:
    figures, busy = asyncio.run(measures.rerun_cpu([bare, default, *pages], 2 if quick else 10, 10))
    floor, usual = figures[bare.name]["ms"], figures[default.name]["ms"]
    rows = [
        (name, f"{f['ms'] / floor:.2f}", f"{f['ms'] / usual:.2f}", f"{f['ms']:.1f}", f"{f['messages']:.0f}", f"{f['kb']:.0f}")
        for name, f in figures.items()
    ]
    head = ("Server CPU of a rerun (goal: at most 2 x bare)", "x bare", "x bare at defaults", "CPU ms", "messages", "KB sent")
    return figures, [*markdown(head, rows), *meanwhile(busy)]


def load(bare: Target, _: Target, pages: list[Target], quick: bool) -> tuple[Figures, list[str]]:
    path = chromium.find()
    if not path:
        return {}, ["First content was not measured: no Chromium was found. Install one, or set CHROMIUM to its path."]
    figures, busy = measures.first_content(bare, pages, 2 if quick else 7, path)
    text, table = figures[bare.name]["content"], figures[bare.name]["table"]
    seen = {"bare: its table": table, "bare: its text": text, **{page.name: figures[page.name]["content"] for page in pages}}
    rows = [(name, f"{ms / table:.2f}", f"{ms / text:.2f}", f"{ms:.0f}") for name, ms in seen.items()]
    head = ("First content (goal: at most 1.3 x bare)", "x bare's table", "x bare's text", "ms")
    return figures, [*markdown(head, rows), *meanwhile(busy)]


ROW_LINKS = ("key_numbers?id=max-vcpu-per-vm", "commands?id=drain-node", "blockers?id=LMB-K26")
OWN_CONTENT = (
    '[data-testid="stMain"] :is(.qr, h2, [data-testid="stCheckbox"], [data-testid="stNumberInput"], [data-testid="stAlert"], '
    '[data-testid="stSelectbox"], [data-testid="stTextInput"])'
)


def sight(bare: Target, _: Target, pages: list[Target], quick: bool) -> tuple[Figures, list[str]]:
    path = chromium.find()
    if not path:
        return {}, ["First sight was not measured: no Chromium was found. Install one, or set CHROMIUM to its path."]
    links = [*(page.slug for page in pages), *ROW_LINKS]
    content = {"sight": f"#answer .qr, {OWN_CONTENT}", "own": OWN_CONTENT}
    text = BARE_CONTENT["content"]
    floor_page = Target("bare", bare.server, "", TOGGLE, {"sight": text, "own": text})
    targets = [floor_page]
    for number, link in enumerate(links, 1):
        targets += [Target(link, pages[0].server, link, READINGS, content), *([] if number % 6 else [floor_page])]
    figures, busy = measures.first_sight(targets, 1 if quick else 5, path)
    floor = figures["bare"]["own"]
    rows = [
        (name, f"{f['sight']:.0f}", f"{f['own'] / floor:.2f}", f"{f['own']:.0f}", f"{f['kb']:.0f}", f"{f['shifted']:.2f}")
        for name, f in figures.items()
    ]
    what = "First visit at 10 Mbit/s and 40 ms (goals: 500 ms, 0.5 x bare, 1,100 KB, 0.1)"
    head = (what, "answer in sight, ms", "Streamlit's own, x bare", "ms", "KB", "layout shift")
    return figures, [*markdown(head, rows), *meanwhile(busy)]


def sessions(bare: Target, _: Target, pages: list[Target], quick: bool) -> tuple[Figures, list[str]]:
    count, seconds, rounds = (10, 5, 1) if quick else (50, 20, 5)
    kinds = {"bare": [bare], "product, all pages evenly": pages}
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
    for _round in range(rounds):
        for name, targets in kinds.items():
            runs[name].append(asyncio.run(measures.under_load(targets, count, seconds)))
    figures = {name: {key: median(run[key] for run in done) for key in done[0]} for name, done in runs.items()}
    floor = figures["bare"]
    rows = [
        (name, f"{f['p95'] / floor['p95']:.2f}", f"{f['p50'] / floor['p50']:.2f}", *(f"{value:.1f}" for value in f.values()))
        for name, f in figures.items()
    ]
    what = f"{count} sessions, a rerun a second each, {seconds} s (goal: p95 at most 2 x bare)"
    head = (what, "p95 x bare", "p50 x bare", "p95 ms", "p50 ms", "reruns a second", "server cores", "other cores")
    return figures, markdown(head, rows)


def endurance(_: Target, __: Target, pages: list[Target], quick: bool) -> tuple[Figures, list[str]]:
    count, minutes = (20, 1) if quick else (100, 10)
    figures = asyncio.run(measures.endured(pages, count, minutes))
    rows = [(name, *(f"{f[key]:.1f}" for key in ("p95", "p50", "per_second", "cores", "mb"))) for name, f in figures.items()]
    what = f"{count} visitors, new ones each minute, a rerun a second each"
    head = (what, "p95 ms", "p50 ms", "reruns a second", "cores", "MB")
    return figures, markdown(head, rows)


def dearest(_: Target, __: Target, pages: list[Target], quick: bool) -> tuple[Figures, list[str]]:
    for slug, view in cost.VIEWS:
        cost.page(slug, dict(view))  # what a server has done before its first visitor is not the link's
    found, count = cost.search(60 if quick else 900)
    rows = [(f"{one.cpu_s:.2f}", f"{one.mb:.0f}", f"{one.kb:.0f}", f"`{one.address[:300]}`") for one in found[:10]]
    head = (f"The dearest of {count} links (goal: at most {cost.LIMIT_S} s, {cost.LIMIT_MB} MB)", "MB", "KB of reply", "link")
    waits = asyncio.run(cost.crowd(pages[0].server.base, found[: cost.AT_ONCE]))
    lines = [f"{cost.AT_ONCE} such links at once, ms (goal: health below 200, another visitor at most 2 x quiet)", ""]
    lines += [f"- {name}: median {median(ms):.0f}, at most {max(ms):.0f}" for name, ms in waits.items()]
    figures = {one.address: {"cpu_s": one.cpu_s, "mb": one.mb, "kb": one.kb} for one in found}
    return figures, [*markdown(head, rows), "", *lines]


MEASURES = {"rerun": rerun, "load": load, "sight": sight, "sessions": sessions, "endurance": endurance, "cost": dearest}


def markdown(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return ["| " + " | ".join(map(str, line)) + " |" for line in lines]


def meanwhile(busy: float) -> list[str]:
    return ["", f"Other processes kept {busy:.2f} cores busy meanwhile."]


if __name__ == "__main__":
    main()
