"""The three measurements. Each goes back and forth between the pages, so that other load on the machine hits all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.processes import Server
from benchmarks.visitor import Flip, Visitor

LAUNCH = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
          "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # fmt: skip

WATCH = """([names, selectors]) => {
  window.seen = {};
  const visible = s => [...document.querySelectorAll(s)].some(e => e.getClientRects().length);
  const look = () => {
    names.forEach((n, i) => { if (!(n in seen) && visible('h1') && visible(selectors[i])) seen[n] = performance.now(); });
    if (names.some(n => !(n in seen))) requestAnimationFrame(look);
  };
  look();
}"""


@dataclass(frozen=True)
class Target:
    """A page of a server: the widget that a rerun flips, and what has to be seen, beside its title, by name."""

    name: str
    server: Server
    slug: str
    flip: Flip
    content: dict[str, str]


async def rerun_cpu(targets: Sequence[Target], rounds: int, reruns: int) -> dict[str, dict[str, float]]:
    """Server CPU of a rerun in ms, and what a rerun sends; `reruns` at a time on each page, `rounds` times."""
    visitors = [Visitor(target.server.base, target.slug, target.flip) for target in targets]
    spent = dict.fromkeys((target.name for target in targets), 0.0)
    for visitor in visitors:
        await visitor.arrive()
        for _ in range(5):
            await visitor.rerun()
    for _ in range(rounds):
        for target, visitor in zip(targets, visitors, strict=True):
            before = target.server.cpu_ms()
            for _ in range(reruns):
                await visitor.rerun()
            await asyncio.sleep(0.1)
            spent[target.name] += target.server.cpu_ms() - before
    for visitor in visitors:
        await visitor.leave()
    return {
        target.name: {
            "cpu_ms": round(spent[target.name] / rounds / reruns, 2),
            "elements": visitor.elements,
            "kb": round(visitor.received / 1000, 1),
        }
        for target, visitor in zip(targets, visitors, strict=True)
    }


def first_content(bare: Target, pages: Sequence[Target], rounds: int, chromium: str) -> dict[str, dict[str, float]]:
    """Milliseconds from navigation until title and content are seen, in a fresh browser context; the bare page before each page."""
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
        finally:
            browser.close()
    return {name: {key: round(median(visit[key] for visit in visits)) for key in visits[0]} for name, visits in seen.items()}


def _visit(browser: Browser, target: Target) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(f"({WATCH})({[list(target.content), list(target.content.values())]!r})")
        page.goto(f"{target.server.base}/{target.slug}", wait_until="commit")
        page.wait_for_function(f"window.seen && Object.keys(seen).length === {len(target.content)}", timeout=60_000)
        return {name: float(ms) for name, ms in page.evaluate("seen").items()}
    finally:
        context.close()


async def under_load(targets: Sequence[Target], sessions: int, seconds: float) -> dict[str, float]:
    """Latency in ms of `sessions` visitors, spread over the targets of one server, each rerunning once a second on average."""
    visitors = [Visitor(t.server.base, t.slug, t.flip) for i in range(sessions) for t in [targets[i % len(targets)]]]
    for visitor in visitors:
        await visitor.arrive()
    random = np.random.default_rng(1)
    server, started = targets[0].server, time.perf_counter()
    before = server.cpu_ms()

    async def stay(visitor: Visitor, clicks: Sequence[float]) -> list[float]:
        taken = []
        for click in clicks:
            await asyncio.sleep(max(0.0, started + click - time.perf_counter()))
            if time.perf_counter() - started < seconds:
                taken.append(await visitor.rerun() * 1000)
        return taken

    times = [[float(t) for t in np.cumsum(random.uniform(0.5, 1.5, int(seconds * 2))) - 0.5] for _ in visitors]
    taken = [ms for one in await asyncio.gather(*map(stay, visitors, times)) for ms in one]
    passed, spent = time.perf_counter() - started, server.cpu_ms() - before
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return {
        "p50_ms": round(float(np.quantile(taken, 0.5)), 1),
        "p95_ms": round(float(np.quantile(taken, 0.95)), 1),
        "per_second": round(len(taken) / passed, 1),
        "cores": round(spent / 1000 / passed, 2),
    }
