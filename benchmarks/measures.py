"""The four measurements. Each goes back and forth between the pages, so that other load on the machine hits all of them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from statistics import median

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.line import Line, slow_line
from benchmarks.processes import OtherLoad, Server
from benchmarks.visitor import Flip, Visitor

LAUNCH = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

IN_SIGHT = """e => {
  if (!e.checkVisibility({visibilityProperty: true})) return false;
  const {left, top} = e.getBoundingClientRect(), there = document.elementFromPoint(left + 3, top + 3);
  return top > innerHeight || left > innerWidth || (there !== null && (e.contains(there) || !there.closest('#answer')));
}"""
"""What is drawn, and not beneath what the first page lays over it."""

WATCH = """window.seen = new Promise((resolve, reject) => {
  const wanted = Object.entries(CONTENT), seen = {};
  const visible = selector => [...document.querySelectorAll(selector)].some(IN_SIGHT);
  const look = () => {
    for (const [name, selector] of wanted)
      if (!(name in seen) && visible('h1') && visible(selector)) seen[name] = performance.now();
    Object.keys(seen).length < wanted.length ? requestAnimationFrame(look) : resolve(seen);
  };
  setTimeout(() => reject(new Error('nothing seen for a minute')), 60000);
  look();
});"""


Figures = dict[str, dict[str, float]]
"""What was measured, by page."""


@dataclass(frozen=True)
class Target:
    """A page of a server: the widget that a rerun flips, and what has to be seen, beside its title, by name."""

    name: str
    server: Server
    slug: str
    flip: Flip
    content: dict[str, str]


async def rerun_cpu(targets: Sequence[Target], rounds: int, reruns: int) -> tuple[Figures, float]:
    """Server CPU of a rerun in ms, and the messages and KB that it sends; `reruns` at a time on each page, `rounds` times.

    Returns also the cores that other processes used meanwhile.
    """
    others = OtherLoad()
    visitors = [Visitor(target.server.base, target.slug, target.flip) for target in targets]
    spent = dict.fromkeys((target.name for target in targets), 0.0)
    for visitor in visitors:
        await visitor.arrive()
        for _ in range(5):
            await visitor.rerun()
        visitor.messages = visitor.received = 0
    for _ in range(rounds):
        for target, visitor in zip(targets, visitors, strict=True):
            before = target.server.cpu_ms()
            for _ in range(reruns):
                await visitor.rerun()
            await asyncio.sleep(0.1)
            spent[target.name] += target.server.cpu_ms() - before
    for visitor in visitors:
        await visitor.leave()
    count = rounds * reruns
    figures = {
        t.name: {"ms": spent[t.name] / count, "messages": visitor.messages / count, "kb": visitor.received / count / 1000}
        for t, visitor in zip(targets, visitors, strict=True)
    }
    return figures, others.cores()


def first_content(bare: Target, pages: Sequence[Target], rounds: int, chromium: str) -> tuple[Figures, float]:
    """Milliseconds from navigation until title and content are seen, in a fresh browser context; bare before each page.

    The clock is the page's own and looks once a frame. Returns also the cores that other processes used meanwhile.
    """
    others = OtherLoad()
    seen: dict[str, list[dict[str, float]]] = {target.name: [] for target in (bare, *pages)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(LAUNCH))
        try:
            for target in (bare, *pages):
                _visit(browser, target)
            for _ in range(rounds):
                for page in pages:
                    for target in (bare, page):
                        seen[target.name].append(_visit(browser, target))
            busy = others.cores()
        finally:
            browser.close()
    figures = {name: {key: median(visit[key] for visit in visits) for key in visits[0]} for name, visits in seen.items()}
    return figures, busy


SLOW = (10e6 / 8, 0.04)
"""A line of 10 Mbit/s on which an answer takes 40 ms to begin."""

FIRST_SIGHT = """window.seen = {}; window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { shifted += one.value }))
  .observe({type: 'layout-shift', buffered: true});
const visible = selector => [...document.querySelectorAll(selector)].some(IN_SIGHT);
window.done = new Promise((resolve, reject) => {
  const look = () => {
    const now = performance.now(), own = '[data-testid="stMain"] ';
    if (!seen.sight && visible('h1') && visible(SIGHT)) seen.sight = now;
    if (!seen.own && visible(own + 'h1') && visible(OWN)) seen.own = now;
    seen.own && seen.sight ? setTimeout(resolve, 1500) : requestAnimationFrame(look);
  };
  setTimeout(() => reject(new Error('nothing seen for a minute')), 60000);
  look();
});"""


def first_sight(targets: Sequence[Target], rounds: int, chromium: str) -> tuple[Figures, float]:
    """On a slow line with an empty cache: until an answer and until Streamlit's own is seen, in ms; KB; layout shift.

    Returns also the cores that other processes used meanwhile.
    """
    others = OtherLoad()
    seen: dict[str, list[dict[str, float]]] = {target.name: [] for target in targets}
    with ExitStack() as opened, sync_playwright() as playwright:
        bases = {target.server.base for target in targets}
        lines = {base: opened.enter_context(slow_line(base, *SLOW)) for base in bases}
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(LAUNCH))
        try:
            for _ in range(rounds):
                for target in targets:
                    seen[target.name].append(_first_visit(browser, target, lines[target.server.base]))
            busy = others.cores()
        finally:
            browser.close()
    figures = {name: {key: median(visit[key] for visit in visits) for key in visits[0]} for name, visits in seen.items()}
    return figures, busy


def _first_visit(browser: Browser, target: Target, line: Line) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    line.received = 0
    try:
        page = context.new_page()
        sight, own = (json.dumps(target.content[name]) for name in ("sight", "own"))
        page.add_init_script(FIRST_SIGHT.replace("IN_SIGHT", f"({IN_SIGHT})").replace("SIGHT", sight).replace("OWN", own))
        page.goto(f"{line.base}/{target.slug}", wait_until="commit")
        page.evaluate("window.done")
        seen: dict[str, float] = page.evaluate("({sight: seen.sight, own: seen.own, shifted})")
        return {**seen, "kb": line.received / 1000}
    finally:
        context.close()


def _visit(browser: Browser, target: Target) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(WATCH.replace("IN_SIGHT", IN_SIGHT).replace("CONTENT", json.dumps(target.content)))
        page.goto(f"{target.server.base}/{target.slug}", wait_until="commit")
        seen: dict[str, float] = page.evaluate("window.seen")
        return seen
    finally:
        context.close()


async def under_load(targets: Sequence[Target], sessions: int, seconds: float) -> dict[str, float]:
    """Latency in ms of `sessions` visitors, spread over pages of one server, each clicking once a second on average."""
    visitors = [Visitor(target.server.base, target.slug, target.flip) for _, target in zip(range(sessions), cycle(targets))]
    for visitor in visitors:
        await visitor.arrive()
    gaps = np.random.default_rng(1).uniform(0.5, 1.5, (sessions, int(seconds * 2)))
    clicks = np.cumsum(gaps, axis=1) - 0.5
    server, others, started = targets[0].server, OtherLoad(), time.perf_counter()
    before = server.cpu_ms()

    async def stay(visitor: Visitor, own: Sequence[float]) -> list[float]:
        taken = []
        for click in (moment for moment in own if moment < seconds):
            await asyncio.sleep(max(0.0, started + click - time.perf_counter()))
            taken.append(await visitor.rerun() * 1000)
        return taken

    taken = [ms for one in await asyncio.gather(*map(stay, visitors, clicks.tolist())) for ms in one]
    passed, spent, busy = time.perf_counter() - started, server.cpu_ms() - before, others.cores()
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    p50, p95 = np.quantile(taken, (0.5, 0.95)).tolist()
    return {"p95": p95, "p50": p50, "per_second": len(taken) / passed, "cores": spent / 1000 / passed, "other": busy}


async def endured(targets: Sequence[Target], sessions: int, minutes: int) -> Figures:
    """As `under_load`, minute by minute with visitors who come anew: latency, reruns and the server's memory in MB after each.

    A page that fails, or a line that is cut, is an error and ends it.
    """
    found: Figures = {}
    for minute in range(1, minutes + 1):
        seen = await under_load(targets, sessions, 60)
        found[f"minute {minute}"] = {**seen, "mb": targets[0].server.memory_mb()}
    return found
