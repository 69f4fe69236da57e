"""A live migration from the fields of a file: Migration time's question and its answer on each platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.artefacts.migration.settings import Product, products
from domain.artefacts.migration.standing import FIRST_LINK, FIRST_PRESET, FIRST_PRODUCT, USABLE_PERCENT, holds
from domain.catalog import Catalog
from domain.catalog.records.evidence import Row
from domain.catalog.records.live_migration import HypervisorRelease
from domain.catalog.vocabulary import Platform, WritePattern
from domain.live_migration import platform_sentences
from domain.live_migration.devices import Device
from domain.live_migration.dirty_rates import write_rate
from domain.live_migration.left_out import NOT_RECKONED
from domain.live_migration.platform_sentences import refusal
from domain.live_migration.platforms import Known, PlatformEstimate, side_by_side
from domain.live_migration.question import MigrationQuestion, question
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sentences import asked_in_words, headline, how_sure, reason
from domain.live_migration.uncertainty import Band, Spread, band, spread_of
from domain.quantities.units import GIB, MB
from domain.quantities.wording import number_in_words
from domain.scripting.questions import ValueFaultError, number, switch, word

R = TypeVar("R", bound=Row)

SWITCHES = {"auto_converge": "lm_auto", "post_copy": "lm_post", "single_stream": "lm_single"}
CHOICES = {"writes": "lm_writes", "disruption": "lm_disrupt", "device": "lm_device"}
RECORDS = {"preset": "lm_preset", "release": "lm_product", "vsphere": "lm_vsphere", "azure_local": "lm_azure"}
KNOWN_BY = {
    "dirty_rate_known": ("dirty_rate", "lm_sure"),
    "working_set_known": ("working_set", "lm_sure_set"),
    "bandwidth_known": ("bandwidth", "lm_sure_path"),
    "zero_pages_known": ("zero_pages", "lm_sure_zero"),
}
"""How an input is known: the part of a Spread, and the key in links."""

OF_NUMBERS = {
    "ram_gib": "lm_ram",
    "dirty_mb_s": "lm_dirty",
    "working_set_gib": "lm_set",
    "zero_percent": "lm_zero",
    "link_gbps": "lm_link",
    "usable_percent": "lm_usable",
    "stream_gbps": "lm_stream",
    "bandwidth_per_migration_mib_s": "lm_cap",
    "downtime_limit_ms": "lm_limit",
    "completion_timeout_per_gib": "lm_timeout",
    "volumes_gib": "lm_volumes",
    "frame_buffer_gb": "lm_buffer",
    "vmotion_adapters": "lm_adapters",
    "setup_s": "lm_setup",
    "handover_s": "lm_handover",
}
COUNTED = ("distinct_mb_s", "counted_over_s")
"""What QEMU prints in place of writes: MB/s of distinct pages, and the seconds over which they were counted. They have no key:
Migration time's paste field does the same."""

COUNTED_OVER_S = 1.0
"""Seconds: the period of KubeVirt's metric, and the shortest of calc-dirty-rate."""

KEYS = {**OF_NUMBERS, **SWITCHES, **CHOICES, **RECORDS, **{field: key for field, (_, key) in KNOWN_BY.items()}}
FIELDS = {**{field: field for field in (*KEYS, *COUNTED)}, **{key: field for field, key in KEYS.items()}}
"""The field that each word of a file stands for: its own name, or its key in Migration time's links."""


@dataclass(frozen=True)
class Answer:
    """Migration time's question, what it is worth, and the platforms' answers."""

    question: MigrationQuestion
    product: Product
    band: Band
    platforms: tuple[PlatformEstimate, ...]


def answer(catalog: Catalog, values: Mapping[str, str]) -> Answer:
    """The answer to the fields of FIELDS, as they are written. ValueFaultError: one of them cannot be taken."""
    preset = _record(catalog.migration_presets.values(), "preset", values.get("preset", FIRST_PRESET))
    product = _record(products(catalog).values(), "release", values.get("release", FIRST_PRODUCT))
    typed: dict[str, Any] = {field: number(field, values[field]) for field in OF_NUMBERS if field in values}
    typed |= {field: switch(field, values[field]) for field in SWITCHES if field in values}
    if "single_stream" in typed:
        typed["channels"] = not typed.pop("single_stream")
    if "writes" in values:
        typed["writes"] = word("writes", values["writes"], {one.value: one for one in WritePattern})
    if "disruption" in values:
        allowed = {"allowed": True, "true": True, "not allowed": False, "false": False}
        typed["disruption"] = word("disruption", values["disruption"], allowed)
    if "device" in values:
        typed["device"] = word("device", values["device"], {name: one for one in Device for name in (one.value, one.label)})
    if "frame_buffer_gb" in typed and typed.get("device") is not Device.VGPU:
        raise ValueFaultError("frame_buffer_gb", "acts only with `device: vgpu`; add it, or leave the frame buffer out.")
    defaults = holds(catalog, product, FIRST_LINK, USABLE_PERCENT)
    asked = _taken(question(preset, defaults, typed))
    if counted := {field: number(field, values[field]) for field in COUNTED if field in values}:
        asked = _taken(question(preset, defaults, {**typed, "dirty_mb_s": _writes(asked.scenario, counted, typed)}))
    spread, own = _spread(asked, values), typed.get("setup_s")
    known = Known(catalog.blockers, tuple(catalog.stuns.values()), own, _releases(catalog, values))
    found = side_by_side(asked.scenario, catalog.migration_profiles.values(), known, spread)
    return Answer(asked, product, band(asked.scenario, spread), tuple(found))


def _taken(asked: MigrationQuestion) -> MigrationQuestion:
    """The question, if all of it can be asked. ValueFaultError if not."""
    if asked.faults:
        raise ValueFaultError(asked.wrong[0], asked.faults[0].split(" Until then")[0])
    return asked


def _writes(scenario: Scenario, counted: Mapping[str, float], typed: Mapping[str, Any]) -> float:
    """MB/s of writes, of a guest that was counted in distinct pages. ValueFaultError where the count does not say it."""
    if "distinct_mb_s" not in counted:
        raise ValueFaultError("counted_over_s", "acts only with `distinct_mb_s`; add it, or leave the period out.")
    if "dirty_mb_s" in typed:
        raise ValueFaultError("distinct_mb_s", "and `dirty_mb_s` are two names of one thing; keep one.")
    seconds = counted.get("counted_over_s", COUNTED_OVER_S)
    try:
        found = write_rate(counted["distinct_mb_s"] * MB, scenario.working_set_gib * GIB, seconds, scenario.writes)
    except ValueError as fault:
        raise ValueFaultError("distinct_mb_s", str(fault)) from None
    if found is None:
        most = scenario.working_set_gib * GIB / seconds / MB
        over = f"{number_in_words(most, 4)} MB/s over {seconds:g} s"
        whole = f"all of the working set of {scenario.working_set_gib:,g} GiB ({over}) or more"
        unknown = "so how often it is written is not known; count over a shorter time."
        raise ValueFaultError("distinct_mb_s", f"is {whole}, {unknown}")
    return found / MB


def _spread(asked: MigrationQuestion, values: Mapping[str, str]) -> Spread:
    levels = {one.value: one for one in Sureness if one is not Sureness.PRESET}
    said = {part: word(field, values[field], levels) for field, (part, _) in KNOWN_BY.items() if field in values}
    return spread_of(asked.typed, said)


def _releases(catalog: Catalog, values: Mapping[str, str]) -> dict[Platform, HypervisorRelease]:
    """The releases of vSphere and Azure Local that are compared; without a word the first, as on the screen."""
    found = {}
    for field, platform in (("vsphere", Platform.VSPHERE), ("azure_local", Platform.AZURE_LOCAL)):
        rows = [row for row in catalog.hypervisor_releases.values() if row.platform is platform]
        found[platform] = _record(rows, field, values[field]) if field in values else rows[0]
    return found


def _record(rows: Iterable[R], field: str, given: str) -> R:
    """A row by its id or its label, of today or a former one."""
    named: dict[str, R] = {}
    for row in rows:
        words = (row.id, *row.aliases, getattr(row, "label", row.id), *getattr(row, "former", ()))
        named |= dict.fromkeys(words, row)
    return word(field, given, named)


def as_json(found: Answer) -> dict[str, Any]:
    """The answer for a script: seconds, shares of the draws from 0 to 1, and null for what is not published or has no end."""
    return {
        "asked": asked_in_words(found.question.scenario),
        "says": _headline(found),
        "release": found.product.id,
        "ends": {} if _refusal(found) else {outcome.name.lower(): share for outcome, share in found.band.shares.items()},
        "total_s": None if _refusal(found) else found.band.total_s,
        "notes": list(found.question.notes),
        "not_reckoned": [what for what, _ in NOT_RECKONED],
        "platforms": {one.platform.value: _platform(one) for one in found.platforms},
    }


def _platform(one: PlatformEstimate) -> dict[str, Any]:
    return {
        "outcome": one.outcome.name.lower() if one.outcome is not None else None,
        "says": platform_sentences.on_platform(one),
        "total_s": one.total_s,
        "downtime_s": one.downtime_s,
        "total": platform_sentences.total(one),
        "downtime": platform_sentences.downtime(one),
        "movement": one.device.movement.value,
        "fails": one.fails,
        "blockers": [row.id for row in one.device.blockers],
        "ends": {outcome.name.lower(): share for outcome, share in one.shares.items()},
        "not_published": [behaviour.value for behaviour in one.unknown],
        "condition": platform_sentences.condition(one),
        "range_from": [fact.id for fact in one.opened_by],
    }


def as_text(_: Catalog, found: Answer) -> list[str]:
    """The answer as Migration time says it."""
    scenario = found.question.scenario
    why = [] if _refusal(found) else [f"{reason(scenario)} {how_sure(found.band)}"]
    lines = [asked_in_words(scenario), _headline(found), *why, *found.question.notes]
    for one in found.platforms:
        said, times = platform_sentences.on_platform(one), (platform_sentences.total(one), platform_sentences.downtime(one))
        answered = f"{one.platform.label}: {said}; total time {times[0]}; downtime {times[1]}."
        lines.append(f"{answered} {platform_sentences.condition(one)}".strip())
    return [*lines, f"Not included: {'; '.join(what for what, _ in NOT_RECKONED)}."]


def _refusal(found: Answer) -> str:
    """Why the VM does not move on OVE at all; empty if it may."""
    return next(refusal(one.device) for one in found.platforms if one.platform is Platform.OVE)


def _headline(found: Answer) -> str:
    if said := _refusal(found):
        return f"{found.product.short}: {said}."
    return headline(found.product.short, found.question.scenario, found.band)
