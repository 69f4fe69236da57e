"""The releases that a text names, such as a scope: "vSphere 7 and 8", "OpenShift Virtualization 4.18–4.22"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.catalog.records.lifecycle import ReleaseSupport

PRODUCTS = {
    "esxi": r"vSphere|ESXi|ESX|vCenter(?: Server)?",
    "vcf": r"VCF|VMware Cloud Foundation",
    "openshift": r"OpenShift(?: Virtualization| Container Platform)?|OVE",
    "mtv": r"MTV|Migration Toolkit for Virtualization",
    "azure-local": r"Azure (?:Local|Stack HCI)",
    "windows-server": r"Windows Server",
}
"""What each product of `lifecycle_products` is called in sentences."""

_RELEASE = r"\d{4} R2\b|\d\dH2\b|\d+(?:\.\d+)?(?:\.x\b)?(?![\w.]*\d)(?: (?:U|Update )\d+[a-z]?\b)?"
_JOIN = r", (?=\d+\.\d|\d{4})|,? and | or | to |–|-|/"
_MENTION = re.compile(
    "|".join(
        rf"\b(?:{names})(?: through)? (?P<{product.replace('-', '_')}>(?:{_RELEASE})(?:(?:{_JOIN})(?:{_RELEASE}))*)"
        for product, names in PRODUCTS.items()
    )
)
_OPEN_BEFORE = re.compile(r"\b(from|since|before) $")
_OPEN_AFTER = re.compile(r"\b(later|newer)\b")
_OTHERS = re.compile(
    r"\d|\b(later|newer|since|from|every|all|supported)\b|" + "|".join((*PRODUCTS.values(), "KubeVirt", "HCO", "govc"))
)
"""What leaves open, beside the releases that a text names, for which others it holds."""


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


def mentions(releases: Mapping[str, ReleaseSupport], text: str) -> Iterator[Mention]:
    """Where a text names releases, from left to right."""
    for match in _MENTION.finditer(text):
        product = next(name for name in PRODUCTS if match[name.replace("-", "_")])
        found = [_one(releases.values(), product, word) for word in re.findall(_RELEASE, match[product.replace("-", "_")])]
        own = {one.id: one for one in found if one}
        may_go_on = _OPEN_BEFORE.search(text[: match.start()]) or _OPEN_AFTER.search(text[match.end() :])
        yield Mention(match.start(), match.end(), tuple(own.values()), None not in found, bool(may_go_on))


def only_named(releases: Mapping[str, ReleaseSupport], text: str) -> tuple[ReleaseSupport, ...]:
    """The releases that a text is about, if it surely is about no others; else none."""
    found, rest = list(mentions(releases, text)), text
    for mention in reversed(found):
        rest = rest[: mention.start] + rest[mention.end :]
    if _OTHERS.search(rest) or not all(mention.whole for mention in found):
        return ()
    return tuple(release for mention in found for release in mention.releases)


def _one(releases: Iterable[ReleaseSupport], product: str, word: str) -> ReleaseSupport | None:
    """The release that a word such as "8", "8.x", "7.0 U3" or "2012 R2" means; a bare "4" or "9" may mean several: then none."""
    plain = re.sub(r"\.x$| (?:U|Update ).*$", "", word)
    own = [one for one in releases if one.product == product and (one.release == plain or one.release.startswith(f"{plain}."))]
    return own[0] if len(own) == 1 else None


def _order(release: ReleaseSupport) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", release.release)))
