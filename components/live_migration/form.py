"""The live-migration studio's inputs, bound to the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.kit import inputs, links, markup, releases
from components.kit.inputs import NumberField
from components.live_migration.settings_and_times import USABLE_PERCENT
from domain.artefacts.migration.settings import Product, products
from domain.catalog import catalog
from domain.catalog.records.live_migration import Preset
from domain.catalog.vocabulary import WritePattern
from domain.live_migration.presets import BY_SHARE, SizeRule, dirty_rate, rule_of, working_set
from domain.live_migration.question import DefaultValues, question
from domain.live_migration.scenario import NUMBERS, Scenario, Sureness
from domain.live_migration.uncertainty import Spread, spread_of

FIRST_PRESET, FIRST_PRODUCT = "busy-database", "hco-1-18-v1beta1"
FIRST_LINK = 10.0
"""Gbit/s that the link starts from: the smallest of the quick reference's three."""

DISRUPTION = {"allowed": True, "not allowed": False}
MORE = (
    "lm_product",
    "lm_zero",
    "lm_writes",
    "lm_usable",
    "lm_stream",
    "lm_cap",
    "lm_limit",
    "lm_timeout",
    "lm_disrupt",
    "lm_auto",
    "lm_post",
    "lm_vfio",
    "lm_single",
    "lm_sure",
    "lm_sure_set",
    "lm_sure_path",
    "lm_sure_zero",
)
"""Keys of the inputs behind the fold, which opens if a link sets one of them."""

WHOLE = ("completion_timeout_per_gib", "downtime_limit_ms")
"""What KubeVirt counts in whole numbers."""

GRID = 240
"""Least width of a column behind the fold, in pixels: four stand side by side, and allowWorkloadDisruption fits."""


@dataclass(frozen=True)
class MigrationInputs:
    """What the inputs say: the scenario, how sure it is, the release, the scenario's fields that the visitor set himself, and how
    working set and dirty rate go with the memory."""

    scenario: Scenario
    spread: Spread
    product: Product
    typed: frozenset[str]
    size_rule: SizeRule = BY_SHARE


def form() -> MigrationInputs:
    """The studio's inputs: a preset, what it is known by, and more behind a fold, which is drawn even while it is closed."""
    presets = {row.label: row for row in catalog().migration_presets.values()}
    start = catalog().migration_presets[FIRST_PRESET]
    with st.container(horizontal=True, vertical_alignment="bottom", key="lm_first"):
        former = inputs.renamed(presets.values())
        preset = inputs.choose("Start from", presets, "lm_preset", "preset", start, former, width=260)
        typed = _guest(preset)
    with st.expander("More: the release, its settings, the network, how sure the numbers are", expanded=links.sets(MORE)):
        product = _product()
        typed |= _kubevirt(product) | _network(preset)
        spread = _sureness(typed)
    found = question(preset, standing(product), typed)
    for fault in found.faults:
        st.error(markup.markdown_sentence(fault))
    for note in found.notes:
        st.markdown(f":small[{markup.markdown_text(note)}]")
    return MigrationInputs(found.scenario, spread, product, found.typed, rule_of(preset, found.typed))


def standing(product: Product) -> DefaultValues:
    """What holds where nothing is typed, by the release and by the rows of OVE's behaviours."""
    disruption = product.defaults.get("allow-workload-disruption")
    return DefaultValues(
        link_gbps=FIRST_LINK,
        usable_percent=USABLE_PERCENT,
        one_stream_gbps=_fact("ove-stream-rate"),
        downtime_limit_ms=_fact("ove-stop-rule"),
        completion_timeout_per_gib=float(product.defaults["timeout-per-gib"]),
        disruption=None if disruption is None else bool(disruption),
        has_disruption=product.has("allow-workload-disruption"),
        parallel_streams=product.parallel_streams,
        streams_with_post_copy=product.streams_with_post_copy,
    )


def _fact(id_: str) -> float:
    return catalog().migration_profiles[id_].value or 0.0


def _about(id_: str) -> str:
    return f"{catalog().migration_inputs[id_].about} How to measure it: tab Measure."


def _numbers(*asked: tuple[str, str, float | str, str]) -> dict[str, Any]:
    """Numbers of the scenario: its field, the key, what holds and is shown while it is empty, and what it is about."""
    fields = {}
    for name, key, holds, about in asked:
        number, shown = NUMBERS[name], holds if isinstance(holds, str) else f"{holds:,g}"
        label = f"{number.label}, {number.unit}"
        stands = None if isinstance(holds, str) else holds
        look: dict[str, Any] = {"about": about, "placeholder": shown, "holds": stands, "whole": name in WHOLE}
        fields[name] = NumberField(key, label, number.low, number.high, **look)
    return {**inputs.numbers(fields)}


def _guest(preset: Preset) -> dict[str, Any]:
    """What a migration is known by."""
    memory = _numbers(("ram_gib", "lm_ram", preset.ram_gib, _about("ram")))
    ram = memory.get("ram_gib", preset.ram_gib)
    return memory | _numbers(
        ("dirty_mb_s", "lm_dirty", dirty_rate(preset, ram), _about("dirty-rate")),
        ("working_set_gib", "lm_set", working_set(preset, ram), _about("working-set")),
        ("link_gbps", "lm_link", FIRST_LINK, _about("link")),
    )


def _product() -> Product:
    known = products(catalog())
    labels = {product.label: product for product in known.values()}
    about = "Its defaults hold where nothing is typed: the deadline, what may happen at it, the streams of post-copy."
    former = inputs.renamed(catalog().migration_products.values())
    product = inputs.choose("Release", labels, "lm_product", "release", known[FIRST_PRODUCT], former, width=560, help=about)
    releases.support(product.label)
    return product


def _kubevirt(product: Product) -> dict[str, Any]:
    """KubeVirt's settings; what is left alone is the release's default and is not written into the policy."""
    stands, one = standing(product), _fact("ove-stream-rate")
    streams = "" if stands.streams_with_post_copy else f" In this release it also leaves one stream, {one:g} Gbit/s."
    allowed = {None: "as allowPostCopy is", True: "allowed", False: "not allowed"}[stands.disruption]
    timeout, limit = stands.completion_timeout_per_gib, stands.downtime_limit_ms
    with st.grid(min_column_width=GRID, gap="small"):
        about = f"Seconds for each counted GB of memory until KubeVirt acts; 0: never. Empty: {timeout:g}, the release's default."
        typed = _numbers(("completion_timeout_per_gib", "lm_timeout", timeout, about))
        about = f"Whether the guest may be paused, or switched to post-copy, at the deadline. Unset: {allowed}, by the release."
        name = "allowWorkloadDisruption"
        typed["disruption"] = inputs.choose(
            name, DISRUPTION, "lm_disrupt", name, holds=stands.disruption, placeholder=allowed, help=about
        )
        about = (
            f"{_about('downtime-limit')} Empty: QEMU's own, which migrations keep; "
            "maxDowntimeMs of KubeVirt 1.9 is a budget of its alpha stall detector."
        )
        typed |= _numbers(
            ("bandwidth_per_migration_mib_s", "lm_cap", "none", f"bandwidthPerMigration. {_about('cap')} 0: none."),
            ("downtime_limit_ms", "lm_limit", limit, about),
        )
    with st.container(horizontal=True, gap="medium"):
        auto = inputs.switch("allowAutoConverge", "lm_auto", "Slow the guest's vCPUs step by step until it converges.")
        about = "At the deadline run the guest on the target and fetch the rest behind it."
        post = inputs.switch("allowPostCopy", "lm_post", about + streams)
        vfio = inputs.switch("Has a VFIO device", "lm_vfio", "A device passed through with VFIO: post-copy is never used.")
        single = inputs.switch(
            "One stream only",
            "lm_single",
            "KubeVirt uses one stream instead of eight with CPU limits or dedicated CPUs. "
            f"Unless you type another ceiling, one moves at most {one:g} Gbit/s, a rule of thumb.",
        )
    switches = {"auto_converge": auto, "post_copy": post, "vfio": vfio, "channels": single}
    return typed | {name: name != "channels" for name, on in switches.items() if on}


def _network(preset: Preset) -> dict[str, Any]:
    """The rest of the guest, and of the network."""
    st.markdown("**Guest and network**")
    one = _fact("ove-stream-rate")
    with st.grid(min_column_width=GRID, gap="small"):
        typed = _numbers(("zero_percent", "lm_zero", preset.zero_percent, _about("zero")))
        typed["writes"] = inputs.choose(
            "Writes",
            inputs.words(WritePattern),
            "lm_writes",
            "pattern of writes",
            holds=preset.writes,
            placeholder=preset.writes.value,
            help=_about("writes"),
        )
        usable = f"What is left of the line rate after protocols and other traffic. {USABLE_PERCENT} % is an assumption."
        stream = (
            "What one migration's streams move at most, below the link: CPU and TLS decide. 0: as fast as the link. "
            f"Empty: as fast as the link, or {one:g} Gbit/s with one stream."
        )
        return typed | _numbers(
            ("usable_percent", "lm_usable", USABLE_PERCENT, usable),
            ("stream_gbps", "lm_stream", f"none; {one:g} with one stream", stream),
        )


SURE = {
    "dirty_rate": ("The dirty rate is", "lm_sure", "sureness of the load"),
    "working_set": ("The working set is", "lm_sure_set", "sureness of the working set"),
    "bandwidth": ("The bandwidth is", "lm_sure_path", "sureness of the path"),
    "zero_pages": ("Zero pages are", "lm_sure_zero", "sureness of zero pages"),
}
"""Label, key and name of how an input is known, by the names of a Spread."""

SAYABLE = [one for one in Sureness if one is not Sureness.PRESET]
"""What a visitor may say of an input; the preset's is what he left."""


def _sureness(typed: Mapping[str, Any]) -> Spread:
    """How each input is known, which makes the range of the answer: as the visitor says, else by whether he typed it."""
    given = [name for name, value in typed.items() if value is not None]
    stands = spread_of(given)
    said: dict[str, Sureness | None] = {}
    with st.grid(min_column_width=GRID, gap="small"):
        for name, (label, key, what) in SURE.items():
            is_path = name in ("bandwidth", "zero_pages")
            meant = "; ".join(f"{one.value}: {one.path_meaning if is_path else one.meaning}" for one in SAYABLE)
            about = f"{meant}. Left empty: estimated if you typed it, else what the grey word says."
            options, stood = {one.value: one for one in SAYABLE}, getattr(stands, name).value
            said[name] = inputs.choose(label, options, key, what, holds=getattr(stands, name), placeholder=stood, help=about)
            stands = spread_of(given, said)
    return stands
