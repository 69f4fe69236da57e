"""The live-migration studio's inputs, bound to the link."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components.kit import inputs as fields
from components.kit import links, markup
from components.live_migration.settings_and_times import USABLE_PERCENT
from domain.artefacts.migration.settings import Product, products
from domain.catalog import catalog
from domain.catalog.records.live_migration import Preset
from domain.catalog.vocabulary import SettingPlace, WritePattern
from domain.live_migration.question import DefaultValues, Typed, question
from domain.live_migration.scenario import NUMBERS, Scenario, Sureness
from domain.live_migration.uncertainty import Spread

FIRST_PRESET, FIRST_PRODUCT = "busy-database", "hco-1-18-v1"
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
    "lm_sure_path",
)
"""Keys of the inputs behind the fold, which opens if a link sets one of them."""

GRID = 240
"""Least width of a column behind the fold, in pixels: four stand side by side, and allowWorkloadDisruption fits."""


@dataclass(frozen=True)
class MigrationInputs:
    """What the inputs say: the scenario, how sure it is, the release, and the scenario's fields that the visitor set himself."""

    scenario: Scenario
    spread: Spread
    product: Product
    typed: frozenset[str]


def inputs() -> MigrationInputs:
    """The studio's inputs: a preset, what it is known by, and more behind a fold, which is drawn even while it is closed."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="lm_first"):
        preset = _preset()
        typed = _guest(preset)
    with st.expander("More: the release, its settings, the network, how sure the numbers are", expanded=_set_by_link()):
        product = _product()
        typed |= _kubevirt(product)
        typed |= _network(preset)
        spread = _sureness()
    found = question(preset, standing(product), typed)
    for fault in found.faults:
        st.error(markup.markdown_sentence(fault))
    for note in found.notes:
        st.markdown(f":small[{markup.markdown_text(note)}]")
    return MigrationInputs(found.scenario, spread, product, found.typed)


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
        has_disruption=_has(product, "allow-workload-disruption"),
        parallel_streams=product.parallel_streams,
        streams_with_post_copy=product.streams_with_post_copy,
    )


def _has(product: Product, setting: str) -> bool:
    return any(product.path(setting, place) for place in (SettingPlace.MIGRATION_POLICY, product.cluster_place))


def _fact(id_: str) -> float:
    return catalog().migration_profiles[id_].value or 0.0


def _about(id_: str) -> str:
    return f"{catalog().migration_inputs[id_].about} How to measure it: tab Measure."


def _set_by_link() -> bool:
    return any(links.values(key) for key in MORE)


def _number(name: str, key: str, start: float | str, help_: str) -> float | None:
    """A number of the scenario; what holds while it is empty stands in the field."""
    number, shown = NUMBERS[name], start if isinstance(start, str) else f"{start:,g}"
    return fields.number(f"{number.label}, {number.unit}", key, number.low, number.high, placeholder=shown, help_=help_)


def _whole(name: str, key: str, start: float, help_: str) -> int | None:
    number = NUMBERS[name]
    return fields.whole(f"{number.label}, {number.unit}", key, number.low, number.high, placeholder=f"{start:,g}", help_=help_)


def _preset() -> Preset:
    presets = {row.label: row for row in catalog().migration_presets.values()}
    links.name_unknown("lm_preset", presets, "preset")
    start = list(catalog().migration_presets).index(FIRST_PRESET)
    label = st.selectbox("Start from", list(presets), start, key="lm_preset", bind="query-params", width=260)
    return presets[label or next(iter(presets))]


def _guest(preset: Preset) -> Typed:
    """What a migration is known by."""
    ram = _number("ram_gib", "lm_ram", preset.ram_gib, _about("ram"))
    most = preset.ram_gib if ram is None else ram
    return Typed(
        ram_gib=ram,
        dirty_mb_s=_number("dirty_mb_s", "lm_dirty", preset.dirty_mb_s, _about("dirty-rate")),
        working_set_gib=_number("working_set_gib", "lm_set", min(preset.working_set_gib, most), _about("working-set")),
        link_gbps=_number("link_gbps", "lm_link", FIRST_LINK, _about("link")),
    )


def _product() -> Product:
    known = {product.label: product for product in products(catalog()).values()}
    links.name_unknown("lm_product", known, "release")
    start = list(products(catalog())).index(FIRST_PRODUCT)
    label = st.selectbox(
        "Release",
        list(known),
        start,
        key="lm_product",
        bind="query-params",
        width=560,
        help="Its defaults hold where nothing is typed: the deadline, what may happen at it, the streams of post-copy.",
    )
    return known[label or next(iter(known))]


def _kubevirt(product: Product) -> Typed:
    """KubeVirt's settings; what is left alone is the release's default and is not written into the policy."""
    stands, one = standing(product), _fact("ove-stream-rate")
    streams = "" if stands.streams_with_post_copy else f" In this release it also leaves one stream, {one:g} Gbit/s."
    allowed = {None: "as allowPostCopy is", True: "allowed", False: "not allowed"}[stands.disruption]
    with st.grid(min_column_width=GRID, gap="small"):
        timeout = _whole(
            "completion_timeout_per_gib",
            "lm_timeout",
            stands.completion_timeout_per_gib,
            "Seconds for each counted GB of memory until KubeVirt acts; 0: never. "
            f"Empty: {stands.completion_timeout_per_gib:g}, the release's default.",
        )
        links.name_unknown("lm_disrupt", DISRUPTION, "allowWorkloadDisruption")
        disruption = st.selectbox(
            "allowWorkloadDisruption",
            list(DISRUPTION),
            None,
            key="lm_disrupt",
            bind="query-params",
            placeholder=allowed,
            help=f"Whether the guest may be paused, or switched to post-copy, at the deadline. Unset: {allowed}, by the release.",
        )
        cap = _number("bandwidth_per_migration_mib_s", "lm_cap", "none", f"bandwidthPerMigration. {_about('cap')} 0: none.")
        limit = _whole(
            "downtime_limit_ms",
            "lm_limit",
            stands.downtime_limit_ms,
            f"{_about('downtime-limit')} Empty: QEMU's own, which migrations keep; "
            "maxDowntimeMs of KubeVirt 1.9 is a budget of its alpha stall detector.",
        )
    with st.container(horizontal=True, gap="medium"):
        auto = fields.switch("allowAutoConverge", "lm_auto", "Slow the guest's vCPUs step by step until it converges.")
        about = "At the deadline run the guest on the target and fetch the rest behind it."
        post = fields.switch("allowPostCopy", "lm_post", about + streams)
        vfio = fields.switch("Has a VFIO device", "lm_vfio", "A device passed through with VFIO: post-copy is never used.")
        single = fields.switch(
            "One stream only",
            "lm_single",
            "KubeVirt uses one stream instead of eight with CPU limits or dedicated CPUs. "
            f"Unless you type another ceiling, one moves at most {one:g} Gbit/s, a rule of thumb.",
        )
    return Typed(
        completion_timeout_per_gib=timeout,
        disruption=DISRUPTION[disruption] if disruption else None,
        bandwidth_per_migration_mib_s=cap,
        downtime_limit_ms=limit,
        auto_converge=auto or None,
        post_copy=post or None,
        vfio=vfio or None,
        channels=False if single else None,
    )


def _network(preset: Preset) -> Typed:
    """The rest of the guest, and of the network."""
    st.markdown("**Guest and network**")
    with st.grid(min_column_width=GRID, gap="small"):
        zero = _number("zero_percent", "lm_zero", preset.zero_percent, _about("zero"))
        links.name_unknown("lm_writes", [w.value for w in WritePattern], "pattern of writes")
        writes = st.selectbox(
            "Writes",
            [w.value for w in WritePattern],
            None,
            key="lm_writes",
            bind="query-params",
            placeholder=preset.writes.value,
            help=_about("writes"),
        )
        about = f"What is left of the line rate after protocols and other traffic. {USABLE_PERCENT} % is an assumption."
        usable = _number("usable_percent", "lm_usable", USABLE_PERCENT, about)
        one = _fact("ove-stream-rate")
        stream = _number(
            "stream_gbps",
            "lm_stream",
            f"none; {one:g} with one stream",
            "What one migration's streams move at most, below the link: CPU and TLS decide. 0: as fast as the link. "
            f"Empty: as fast as the link, or {one:g} Gbit/s with one stream.",
        )
    return Typed(zero_percent=zero, writes=WritePattern(writes) if writes else None, usable_percent=usable, stream_gbps=stream)


def _sureness() -> Spread:
    """How well the inputs are known, which makes the range of the answer."""
    words, start = [s.value for s in Sureness], Spread()
    with st.grid(min_column_width=2 * GRID, gap="small"):
        links.name_unknown("lm_sure", words, "sureness of the load")
        load = st.select_slider(
            "How sure are dirty rate and working set?",
            words,
            start.load.value,
            key="lm_sure",
            bind="query-params",
            help="; ".join(f"{s.value}: {s.meaning}" for s in Sureness) + ".",
        )
        links.name_unknown("lm_sure_path", words, "sureness of the path")
        path = st.select_slider(
            "How sure are bandwidth and zero pages?",
            words,
            start.path.value,
            key="lm_sure_path",
            bind="query-params",
            help="; ".join(f"{s.value}: {s.path_meaning}" for s in Sureness) + ".",
        )
    return Spread(Sureness(load), Sureness(path))
