"""What a link costs at most: a search over what the forms themselves allow, each link opened cold in a process of its own.

Every field of every view is set to its least, its greatest, something between or nothing, by chance at first; then the dearest
link that was found is varied, a field at a time. It needs no server. `python -m benchmarks --only cost`.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlencode

import httpx

from benchmarks.visitor import Flip, Visitor
from components.kit import address
from tests.conftest import page as page
from tests.pages.page_text import VIEWS as VIEWS
from tests.pages.page_text import nodes

LIMIT_S, LIMIT_MB = 1, 64
"""What no link may cost, beyond a page that is already warm."""

AT_ONCE = 16
"""Dear links that are opened together, to see what others notice of it."""

PATIENCE_S = 30
"""CPU seconds after which a link is given up."""

Link = dict[str, str | list[str]]


@dataclass(order=True)
class Cost:
    """CPU seconds, MB of memory and KB of reply that one opening takes; `failed`: the page did not come."""

    cpu_s: float
    mb: float
    kb: float
    slug: str = field(compare=False)
    link: Link = field(compare=False)
    failed: bool = field(compare=False, default=False)

    @property
    def address(self) -> str:
        return f"/{self.slug}?{urlencode(self.link, doseq=True)}"


def opened(slug: str, link: Link) -> Cost:
    """The cost of one link, measured in a copy of this process: nothing that it leaves in a cache helps the next."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE_S, PATIENCE_S))
        failed, before = True, _resident_mb()
        try:
            at = page(slug, link)
            failed = bool(at.exception)
            sent = sum(node.proto.ByteSize() for node in nodes(at) if hasattr(getattr(node, "proto", None), "ByteSize"))
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            os.write(write, f"{most - before} {sent / 1000}".encode())
        finally:
            os._exit(int(failed))
    os.close(write)
    _, status, used = os.wait4(child, 0)
    with os.fdopen(read) as told:
        mb, kb = map(float, told.read().split() or ("nan", "nan"))
    return Cost(used.ru_utime + used.ru_stime, mb, kb, slug, link, status != 0)


def _resident_mb() -> float:
    with open("/proc/self/statm") as file:  # noqa: PTH123 - a pseudo-file
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def search(seconds: float, seed: int = 1) -> tuple[list[Cost], int]:
    """The dearest link of each view, the dearest first, and how many were opened.

    Every view has an equal part of two fifths of the time; then the ten whose links cost most share the rest.
    """
    choose = random.Random(seed)  # noqa: S311 - a search, not a secret
    found = {view: opened(slug, dict(params)) for view, (slug, params) in enumerate(VIEWS)}
    count = 0
    for views, share in ((list(found), 0.4), (None, 0.6)):
        views = views or sorted(found, key=lambda view: found[view], reverse=True)[:10]
        for view in views:
            slug, params = VIEWS[view]
            until = time.monotonic() + share * seconds / len(views)
            for vary in _varied(choose, extremes(slug, tuple(params.items())), params):
                found[view] = max(found[view], opened(slug, vary(found[view].link)))
                count += 1
                if time.monotonic() > until:
                    break
    return sorted(found.values(), reverse=True), count


def _varied(choose: random.Random, fields: dict[str, list[Any]], view: dict[str, str]) -> Iterator[Any]:
    """Ways to make a link of the best one so far: all fields by chance, then a few of them."""
    for place in (0, -1):
        yield lambda _, place=place: {**{key: given[place] for key, given in fields.items()}, **view}
    for visit in range(100_000):
        if visit % 4 == 0 or visit < 10:
            share = choose.random()
            drawn = {key: choose.choice(given) for key, given in fields.items() if choose.random() < share}
            yield lambda _, drawn=drawn: {**drawn, **view}
        else:
            keys = choose.sample(sorted(fields), min(len(fields), choose.randint(1, 3)))
            drawn = {key: choose.choice([None, *fields[key]]) for key in keys}
            yield lambda best, drawn=drawn: {key: given for key, given in {**best, **drawn, **view}.items() if given is not None}


@cache
def extremes(slug: str, view: tuple[tuple[str, str], ...]) -> dict[str, list[Any]]:
    """By the keys of a view's fields: what each takes at its least and greatest, and between."""
    found: dict[str, list[Any]] = {"show": ["both"], "open": ["true"]}
    shut: set[str] = set()
    for _ in range(2):  # what stands in a fold is there once the fold is open
        at = page(slug, dict(view), opened=shut)
        for node in nodes(at):
            proto = getattr(node, "proto", None)
            if node.type in ("expander", "popover"):
                shut.add(str(getattr(proto, "id", "")).split("-", 2)[-1])
            elif key := getattr(proto, "query_param_key", ""):
                found[key] = WRITTEN.get(key) or values_of(node.type, proto)
    shut.discard("")
    return {**found, **LISTS.get(slug, {})}


def values_of(kind: str, proto: Any) -> list[Any]:
    if kind in ("number_input", "slider"):
        low, high = float(proto.min), float(proto.max)
        whole = low.is_integer() and high.is_integer()
        between = [low + (high - low) * part for part in (0.003, 0.03, 0.3)]
        return [f"{value:.12g}" for value in (low, *((round(one) if whole else one) for one in between), high)]
    if kind in ("toggle", "checkbox"):
        return ["false", "true"]
    if options := list(getattr(proto, "options", ())):
        words = [getattr(option, "content", option) for option in options]
        many = getattr(proto, "max_selections", 0) != 1 and kind in ("multiselect", "button_group", "pills")
        return [*words, *([words] if many else [])]
    return TEXTS


TEXTS = ["a", "db-01", "x" * address.MAX_VALUE, "a " * (address.MAX_VALUE // 2)]


def _many(lines: Iterable[str], most: int = address.MAX_VALUE) -> str:
    """As many of the lines as a link takes."""
    found = ""
    for line in lines:
        if len(found) + len(line) + 1 > most:
            break
        found += f"{line}\n"
    return found


WRITTEN: dict[str, list[Any]] = {
    "drain_vms": [
        "1 x 8 GiB",
        "500 x 8 GiB @ 20 MB/s",
        "500 x 24576 GiB @ 100000 MB/s",
        "250 x 0.125 GiB @ 1 MB/s, 250 x 512 GiB @ 900 MB/s, 1 x 64 GiB fixed",
        _many(f"1 x {8 + n / 8:g} GiB @ {20 + n} MB/s," for n in range(500)).replace("\n", " ").rstrip(", "),
        ", ".join(f"20 x {8 * 1.37**n:.4g} GiB @ {20 * 1.4**n:.4g} MB/s in {4 * 1.2**n:.3g} GiB" for n in range(24)),
        _many(["name,host,memory GiB", *(f"v{n},h{n % 50},{4 + n}" for n in range(500))]),
        _many(f"h{n}: 9 x {8 + n} GiB @ {20 + 7 * n} MB/s" for n in range(50)),
        _many(f"v{n}, {4 + n}, {n}, yes, {n % 5}" for n in range(500)),
        _many("8" for n in range(2000)),
        "1x1," * 1000,
    ],
    "times_ram": ["1", "0.125, 24576", ", ".join(f"{1000 + 37 * n}" for n in range(12)), ", ".join(f"{n}" for n in range(1, 60))],
    "times_links": ["1", "0.1, 1600", "0.1,1,10,25,40,100,200,400,800,1600,0.2,0.5", ",".join("1234567890" * 5)],
    "disk_list": ["20", "60 x 1000000", ", ".join(f"{n + 0.5}" for n in range(1, 40)), "1 x 0.1, 59 x 3"],
    "overlap_addresses": [
        "10.1.2.3",
        _many(f"10.{n % 256}.{n // 256}.{n % 250}" for n in range(500)),
        _many(f"fd00::{n:x}" for n in range(500)),
        _many(f"h{n}" for n in range(2000)),
    ],
    **{
        f"overlap_{kind}_network": ["10.0.0.0/8", ",".join("10.128.0.0/14,fd01::/48".split(",") * 8), "0.0.0.0/0"]
        for kind in ("pod", "service", "internal", "transit")
    },
}
"""Texts that a form reads, by key: the longest, and the most different, that it takes."""

CODES = [
    "Ana~os.rhel~vcpu.300~live.must~accelerator.gpu",
    "B~os.rhel~vcpu.4~ram.16",
    "C~live.must~accelerator.gpu~origin.vmware~device.usb",
    "D~vcpu.9",
]
LISTS: dict[str, dict[str, list[Any]]] = {
    "compare": {"w": [CODES[:1], CODES, CODES * 15, ["x" * address.MAX_VALUE] * address.MAX_VALUES]},
    "checklist": {"w": [CODES[:1], CODES * 15]},
    "wizard": {"w": [CODES[:1], CODES * 15]},
}


async def crowd(base: str, dear: Sequence[Cost], seconds: float = 4.0) -> dict[str, list[float]]:
    """Milliseconds of `/_stcore/health`, and of another visitor's reruns, while all these links are opened at once and before."""
    other = Visitor(base, "key_numbers", Flip("show", ("both", "verified", "reference")))
    await other.arrive()
    found: dict[str, list[float]] = {}
    async with httpx.AsyncClient(base_url=base) as client:

        async def asked(name: str, stop: asyncio.Event) -> None:
            found[f"{name}: health"], found[f"{name}: other"] = [], []

            async def health() -> None:
                while not stop.is_set():
                    started = time.perf_counter()
                    await client.get("/_stcore/health")
                    found[f"{name}: health"].append((time.perf_counter() - started) * 1000)
                    await asyncio.sleep(0.02)

            async def page_of_other() -> None:
                while not stop.is_set():
                    found[f"{name}: other"].append(await other.rerun() * 1000)
                    await asyncio.sleep(0.05)

            await asyncio.gather(health(), page_of_other())

        stop = asyncio.Event()
        quiet = asyncio.create_task(asked("quiet", stop))
        await asyncio.sleep(seconds)
        stop.set()
        await quiet
        stop = asyncio.Event()
        busy = asyncio.create_task(asked("crowd", stop))
        started = time.perf_counter()
        guests = get_context("fork").Process(target=_guests, args=(base, dear))
        guests.start()
        while guests.is_alive():
            await asyncio.sleep(0.01)
        found["all opened"] = [(time.perf_counter() - started) * 1000]
        stop.set()
        await busy
    await other.leave()
    return found


def _guests(base: str, dear: Sequence[Cost]) -> None:
    """In a process of their own: reading what they are sent would keep the others' answers waiting."""

    async def together() -> None:
        await asyncio.gather(*(_guest(base, one) for one in dear))

    asyncio.run(together())


async def _guest(base: str, one: Cost) -> None:
    guest = Visitor(base, one.slug, Flip("", (True,)))
    guest.query = urlencode(one.link, doseq=True)
    with suppress(RuntimeError):
        await guest.arrive()
    await guest.leave()
