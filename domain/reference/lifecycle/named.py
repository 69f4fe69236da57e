"""The releases that a text names, such as a scope: "vSphere 7 and 8", "OpenShift Virtualization 4.18–4.22"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.catalog.records.lifecycle import ReleaseSupport
from domain.catalog.tables import Facts

_RELEASE = r"\d{4} R2\b|\d\dH2\b|\d+(?:\.\d+)?(?:\.x\b)?(?![\w.]*\d)(?: (?:U|Update )\d+[a-z]?\b)?"
_JOIN = r", (?=\d+\.\d|\d{4})|,? and | or | to |–|-|/"
_OPEN_BEFORE = re.compile(r"\b(from|since|before) $")
_OPEN_AFTER = re.compile(r"\b(later|newer)\b")
_OTHERS = r"\d|\b(?:later|newer|since|from|every|all|supported)\b|KubeVirt|HCO|govc"
"""What leaves open, beside the releases that a text names, for which others it holds; the name of a product does so too."""

Called = tuple[tuple[str, ...], ...]
"""What each product is called, in the order of the catalogue."""


@dataclass(frozen=True)
class Mention:
    """Where a text names releases of a product, and which of them the catalogue has, as the text orders them.

    `whole` if the catalogue has every release that is named; `open` if later ones may be meant too.
    """

    start: int
    end: int
    releases: tuple[ReleaseSupport, ...]
    whole: bool
    open: bool

    @property
    def newest(self) -> ReleaseSupport | None:
        """The newest of them."""
        return max(self.releases, key=_order, default=None)


def mentions(catalog: Facts, text: str) -> Iterator[Mention]:
    """Where a text names releases, from left to right."""
    products = tuple(catalog.lifecycle_products)
    if not products:
        return
    for match in _mention(_called(catalog)).finditer(text):
        place = int(str(match.lastgroup).removeprefix("product"))
        own = [one for one in catalog.lifecycle.values() if one.product == products[place]]
        found = [_one(own, word) for word in re.findall(_RELEASE, match[f"product{place}"])]
        known = {one.id: one for one in found if one}
        may_go_on = _OPEN_BEFORE.search(text[: match.start()]) or _OPEN_AFTER.search(text[match.end() :])
        yield Mention(match.start(), match.end(), tuple(known.values()), None not in found, bool(may_go_on))


def only_named(catalog: Facts, text: str) -> tuple[ReleaseSupport, ...]:
    """The releases that a text is about, if it surely is about no others; else none."""
    found, rest = list(mentions(catalog, text)), text
    for mention in reversed(found):
        rest = rest[: mention.start] + rest[mention.end :]
    if _others(_called(catalog)).search(rest) or not all(mention.whole for mention in found):
        return ()
    return tuple(release for mention in found for release in mention.releases)


def _called(catalog: Facts) -> Called:
    return tuple(product.called for product in catalog.lifecycle_products.values())


@lru_cache(maxsize=8)
def _mention(called: Called) -> re.Pattern[str]:
    """A product's name with one release or several; the longer name first, and the group tells the product."""
    parts = (
        rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?: through)? "
        rf"(?P<product{place}>(?:{_RELEASE})(?:(?:{_JOIN})(?:{_RELEASE}))*)"
        for place, names in enumerate(called)
    )
    return re.compile("|".join(parts))


@lru_cache(maxsize=8)
def _others(called: Called) -> re.Pattern[str]:
    return re.compile("|".join([_OTHERS, *(re.escape(name) for names in called for name in names)]))


def _one(own: Iterable[ReleaseSupport], word: str) -> ReleaseSupport | None:
    """The release of a product that a word such as "8", "8.x", "7.0 U3" or "2012 R2" means; "9" may mean several: then none."""
    plain = re.sub(r"\.x$| (?:U|Update ).*$", "", word)
    found = [one for one in own if one.release == plain or one.release.startswith(f"{plain}.")]
    return found[0] if len(found) == 1 else None


def _order(release: ReleaseSupport) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", release.release)))
