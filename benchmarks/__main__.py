"""`python -m benchmarks`: the product's pages against a bare Streamlit page, in one run on one machine."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median
from typing import Any

import streamlit

from benchmarks import measures
from benchmarks.measures import Target
from benchmarks.processes import BARE, NO_GC, ROOT, OtherLoad, serve
from benchmarks.visitor import Flip
from components.menu import SCREENS
from tests.browser import chromium

RESULTS = ROOT / "benchmarks" / "results" / "latest.json"
GOALS = {"rerun": 2.0, "load": 1.3, "sessions": 2.0}
READINGS = Flip("show", ("both", "verified", "reference"))
TOGGLE = Flip("flip", (True, False))
CONTENT = {"content": 'table.qr, [data-testid="stCheckbox"], [data-testid="stMain"] [data-testid="stCode"]'}
BARE_CONTENT = {"content": '[data-testid="stText"]', "table": '[data-testid="stDataFrame"] canvas'}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer repetitions: about two minutes, to see that all of it runs")
    options.add_argument("--only", choices=GOALS, help="one of the three measurements")
    given = options.parse_args()
    wanted = (given.only,) if given.only else tuple(GOALS)
    result: dict[str, Any] = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "quick": given.quick, "machine": machine()}
    with ExitStack() as stack:
        product, bare_server, default_server = (
            stack.enter_context(serve(script, "--server.disconnectedSessionTTL", "1", *flags))
            for script, flags in ((ROOT / "app.py", ()), (BARE, NO_GC), (BARE, ()))
        )
        pages = [Target(screen.slug, product, screen.slug, READINGS, CONTENT) for screen in SCREENS]
        bare = Target("bare", bare_server, "", TOGGLE, BARE_CONTENT)
        default = Target("bare at defaults", default_server, "", TOGGLE, BARE_CONTENT)
        for name in wanted:
            print(f"measuring: {name} ...", flush=True)
            others = OtherLoad()
            result[name] = MEASURES[name](bare, default, pages, given.quick)
            result[name]["other_cores"] = round(others.cores(), 2)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print("\n".join(report(result)))


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, Streamlit {streamlit.__version__}"


def rerun(bare: Target, default: Target, pages: list[Target], quick: bool) -> dict[str, Any]:
    return {"figures": asyncio.run(measures.rerun_cpu([bare, default, *pages], 2 if quick else 5, 10 if quick else 20))}


def load(bare: Target, _: Target, pages: list[Target], quick: bool) -> dict[str, Any]:
    path = chromium.find()
    if not path:
        return {"skipped": "no Chromium was found; set CHROMIUM to its path"}
    return {"figures": measures.first_content(bare, pages, 2 if quick else 7, path)}


def sessions(bare: Target, _: Target, pages: list[Target], quick: bool) -> dict[str, Any]:
    """Product: the visitors are spread evenly over all pages."""
    count, seconds, rounds = (10, 5, 1) if quick else (50, 20, 3)
    runs: dict[str, list[dict[str, float]]] = {"bare": [], "product": []}
    for _ in range(rounds):
        runs["bare"].append(asyncio.run(measures.under_load([bare], count, seconds)))
        runs["product"].append(asyncio.run(measures.under_load(pages, count, seconds)))
    figures = {name: {key: median(run[key] for run in all_) for key in all_[0]} for name, all_ in runs.items()}
    return {"sessions": count, "seconds": seconds, "rounds": rounds, "figures": figures}


MEASURES = {"rerun": rerun, "load": load, "sessions": sessions}


def ratio(value: float, floor: float) -> str:
    return f"{value / floor:.2f}"


def report(result: dict[str, Any]) -> list[str]:
    """The Markdown tables: ratios first, then what they were made of."""
    lines = ["", f"{result['when']}, {result['machine']}" + (", quick run: figures are rough" if result["quick"] else "")]
    for name, table in (("rerun", rerun_table), ("load", load_table), ("sessions", sessions_table)):
        part = result.get(name, {})
        if "figures" in part:
            lines += ["", *table(part), "", f"Other processes kept {part['other_cores']} cores busy meanwhile."]
        elif part:
            lines += ["", f"{name}: {part['skipped']}"]
    return lines


def rerun_table(part: dict[str, Any]) -> list[str]:
    figures = part["figures"]
    floor, default = figures["bare"]["cpu_ms"], figures["bare at defaults"]["cpu_ms"]
    lines = [f"| Rerun (goal: at most {GOALS['rerun']:g} x bare) | x bare | x bare at Streamlit's defaults | CPU ms | elements | KB sent |",
             "| --- | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    for name, f in figures.items():
        shares = f"{ratio(f['cpu_ms'], floor)} | {ratio(f['cpu_ms'], default)}"
        lines.append(f"| {name} | {shares} | {f['cpu_ms']:.1f} | {f['elements']} | {f['kb']:.0f} |")
    return lines


def load_table(part: dict[str, Any]) -> list[str]:
    figures = part["figures"]
    text, table = figures["bare"]["content"], figures["bare"]["table"]
    lines = [
        f"| First content (goal: at most {GOALS['load']:g} x bare) | x bare's text | x bare's table | ms |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| bare: text | 1.00 | {ratio(text, table)} | {text} |",
        f"| bare: table | {ratio(table, text)} | 1.00 | {table} |",
    ]
    for name, f in figures.items():
        if name != "bare":
            lines.append(f"| {name} | {ratio(f['content'], text)} | {ratio(f['content'], table)} | {f['content']} |")
    return lines


def sessions_table(part: dict[str, Any]) -> list[str]:
    head = (
        f"{part['sessions']} sessions, one rerun a second, {part['seconds']} s (goal: p95 at most {GOALS['sessions']:g} x bare)"
    )
    floor = part["figures"]["bare"]
    lines = [
        f"| {head} | p95 x bare | p50 x bare | p95 ms | p50 ms | reruns a second | server cores |",
        "| --- " + "| ---: " * 6 + "|",
    ]
    for name, f in part["figures"].items():
        shares = f"{ratio(f['p95_ms'], floor['p95_ms'])} | {ratio(f['p50_ms'], floor['p50_ms'])}"
        lines.append(f"| {name} | {shares} | {f['p95_ms']} | {f['p50_ms']} | {f['per_second']} | {f['cores']} |")
    return lines


if __name__ == "__main__":
    main()
