"""What a live migration is asked by, bound to the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.kit import address, inputs, markup, releases
from components.live_migration import form_beside, printouts
from components.live_migration.fields import GRID
from components.live_migration.fields import fact as _fact
from components.live_migration.fields import numbers as _numbers
from domain.artefacts.migration.settings import Product, products
from domain.artefacts.migration.standing import FIRST_LINK, FIRST_PRESET, FIRST_PRODUCT, USABLE_PERCENT, holds
from domain.catalog import catalog
from domain.catalog.records.live_migration import HypervisorRelease, Preset
from domain.catalog.vocabulary import Platform, WritePattern
from domain.live_migration.presets import BY_SHARE, SizeRule, dirty_rate, rule_of, working_set
from domain.live_migration.question import DefaultValues, question
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sentences import volumes_counted
from domain.live_migration.uncertainty import Spread, spread_of

DISRUPTION = {"allowed": True, "not allowed": False}

VSPHERE = "It decides how many streams a vMotion has, and what is published of a vGPU's standstill. 8.0 is an assumption."
AZURE = "Whether a share of a GPU can move depends on it. The latest is an assumption."
SELDOM = (
    "lm_device",
    "lm_buffer",
    "lm_volumes",
    "lm_adapters",
    "lm_setup",
    "lm_handover",
    "lm_zero",
    "lm_writes",
    "lm_usable",
    "lm_stream",
)
"""Keys of what is asked less often of the guest and its network."""

MORE = (
    "lm_product",
    "lm_vsphere",
    "lm_azure",
    *SELDOM,
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

GUEST = (
    "lm_preset",
    "lm_ram",
    "lm_dirty",
    "lm_set",
    "lm_link",
    *SELDOM,
)
"""Those that settings are only warned about with."""


@dataclass(frozen=True)
class MigrationInputs:
    """What the inputs say: the scenario, how sure it is, the releases, the scenario's fields that the visitor set himself.

    `size_rule`: how working set and dirty rate go with the memory. `refused`: something was typed that cannot be, and something
    else holds in its place.
    """

    scenario: Scenario
    spread: Spread
    product: Product
    typed: frozenset[str]
    size_rule: SizeRule = BY_SHARE
    hypervisors: Mapping[Platform, HypervisorRelease] = field(default_factory=dict)
    refused: bool = False


def form() -> MigrationInputs:
    """A preset, what a migration is known by, and more behind a fold."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="lm_first"):
        preset = _preset()
        typed = _guest(preset)
    label = "More: the release, its settings, the network, how sure the numbers are"
    with st.container(horizontal=True, key="lm_ways"):
        more = st.expander(label, expanded=address.sets(MORE), key="lm_more", on_change="rerun")
        print_out = st.popover("From a print-out", icon=":material/content_paste:", key="lm_paste", on_change="rerun")
    with inputs.folded(more, MORE):
        product, hypervisors = _product(), _compared()
        typed |= _kubevirt(product) | _network(preset) | form_beside.form()
        spread = _sureness(typed)
    asked = _asked(preset, product, typed, spread, hypervisors)
    if print_out.open:
        with print_out:
            printouts.paste(asked.scenario, "working_set_gib" in asked.typed)
    return asked


def settings_form() -> MigrationInputs:
    """A release and its settings; behind a fold the guest and the network, which their warnings reckon with."""
    product = _product()
    typed = _kubevirt(product)
    fold = st.expander("The guest and the network", expanded=address.sets(GUEST), key="lm_guest", on_change="rerun")
    with inputs.folded(fold, GUEST):
        with inputs.row(vertical_alignment="bottom"):
            preset = _preset()
            typed |= _guest(preset)
        typed |= _network(preset) | form_beside.form()
    return _asked(preset, product, typed, spread_of(typed), {})


def _asked(
    preset: Preset,
    product: Product,
    typed: Mapping[str, Any],
    spread: Spread,
    hypervisors: Mapping[Platform, HypervisorRelease],
) -> MigrationInputs:
    """The question of these inputs; what cannot be is said, and so is what holds in its place."""
    found = question(preset, standing(product), typed)
    for fault in found.faults:
        st.error(markup.markdown_sentence(fault))
    for note in found.notes:
        st.markdown(f":small[{markup.markdown_text(note)}]")
    if found.scenario.volumes_gib:
        said = volumes_counted(found.scenario, product.short, product.counts_moved_volumes)
        st.markdown(f":small[{markup.markdown_text(said)}]")
    rule = rule_of(preset, found.typed)
    return MigrationInputs(found.scenario, spread, product, found.typed, rule, hypervisors, bool(found.faults))


def _preset() -> Preset:
    """The guest to start from."""
    presets = {row.label: row for row in catalog().migration_presets.values()}
    start, former = catalog().migration_presets[FIRST_PRESET], inputs.renamed(presets.values())
    return inputs.choose("Start from", presets, "lm_preset", "preset", start, former, width=260)


def standing(product: Product) -> DefaultValues:
    """What holds where nothing is typed."""
    return holds(catalog(), product, FIRST_LINK, USABLE_PERCENT)


def _about(id_: str) -> str:
    return f"{catalog().migration_inputs[id_].about} The screen “How sure, how to measure” says how to measure it."


def _guest(preset: Preset) -> dict[str, Any]:
    """What a migration is known by."""
    memory = _numbers(("ram_gib", "lm_ram", preset.ram_gib, _about("ram")))
    ram = memory.get("ram_gib", preset.ram_gib)
    return memory | _numbers(
        ("dirty_mb_s", "lm_dirty", dirty_rate(preset, ram), _about("dirty-rate")),
        ("working_set_gib", "lm_set", working_set(preset, ram), _about("working-set")),
        ("link_gbps", "lm_link", FIRST_LINK, f"{_about('link')} {FIRST_LINK:g} is an assumption."),
    )


def _product() -> Product:
    """KubeVirt's release, whose settings follow."""
    known = products(catalog())
    labels = {product.label: product for product in known.values()}
    about = "Its defaults apply where nothing is typed: the deadline, what may happen at it, the streams of post-copy."
    former = inputs.renamed(catalog().migration_products.values())
    product = inputs.choose("Release", labels, "lm_product", "release", known[FIRST_PRODUCT], former, width=560, help=about)
    if inputs.DRAWN.get():
        releases.support(product.label)
    return product


def _compared() -> dict[Platform, HypervisorRelease]:
    """The releases that the other platforms are compared in."""
    with inputs.grid(2 * GRID):
        return {
            Platform.VSPHERE: _hypervisor(Platform.VSPHERE, "vSphere to compare with", "lm_vsphere", VSPHERE),
            Platform.AZURE_LOCAL: _hypervisor(Platform.AZURE_LOCAL, "Azure Local to compare with", "lm_azure", AZURE),
        }


def _hypervisor(platform: Platform, label: str, key: str, about: str) -> HypervisorRelease:
    rows = [row for row in catalog().hypervisor_releases.values() if row.platform is platform]
    options = {row.label: row for row in rows}
    return inputs.choose(label, options, key, "release", rows[0], inputs.renamed(rows), help=about)


def _kubevirt(product: Product) -> dict[str, Any]:
    """KubeVirt's settings; what is left alone is the release's default and is not written into the policy."""
    stands, one = standing(product), _fact("ove-stream-rate")
    streams = "" if stands.streams_with_post_copy else f" In this release it also leaves one stream, at most {one:g} Gbit/s."
    allowed = {None: "as allowPostCopy is", True: "allowed", False: "not allowed"}[stands.disruption]
    timeout, limit = stands.completion_timeout_per_gib, stands.downtime_limit_ms
    with inputs.grid(GRID):
        about = f"Seconds for each counted GB of memory until KubeVirt acts; 0: never. The release's default is {timeout:g}."
        typed = _numbers(("completion_timeout_per_gib", "lm_timeout", timeout, about))
        about = f"Whether the guest may be paused, or switched to post-copy, at the deadline. Unset: {allowed}, by the release."
        name = "allowWorkloadDisruption"
        typed["disruption"] = inputs.choose(
            name, DISRUPTION, "lm_disrupt", name, holds=stands.disruption, mark="release", placeholder=allowed, help=about
        )
        about = (
            f"{_about('downtime-limit')} Left alone: QEMU's own, which migrations keep; "
            "maxDowntimeMs of KubeVirt 1.9 is a budget of its alpha stall detector."
        )
        typed |= _numbers(
            ("bandwidth_per_migration_mib_s", "lm_cap", "none", f"bandwidthPerMigration. {_about('cap')} 0: none."),
            ("downtime_limit_ms", "lm_limit", limit, about),
        )
    with inputs.row(gap="medium"):
        auto = inputs.switch("allowAutoConverge", "lm_auto", "Slow the guest's vCPUs step by step until it converges.")
        about = "At the deadline run the guest on the target and fetch the rest behind it."
        post = inputs.switch("allowPostCopy", "lm_post", about + streams)
        single = inputs.switch(
            "One stream only",
            "lm_single",
            "KubeVirt uses one stream instead of eight with CPU limits or dedicated CPUs. "
            f"Unless you type another ceiling, one moves {stands.one_stream_low_gbps:g} to {one:g} Gbit/s: nothing is published "
            "for KubeVirt's TLS. vSphere before 7.0 U2 has one for each adapter anyway.",
        )
    switches = {"auto_converge": auto, "post_copy": post, "channels": single}
    return typed | {name: name != "channels" for name, on in switches.items() if on}


def _network(preset: Preset) -> dict[str, Any]:
    """The rest of the guest, and of the network."""
    inputs.heading("Guest and network")
    low, one = catalog().migration_profiles["ove-stream-rate"].low or 0.0, _fact("ove-stream-rate")
    with inputs.grid(GRID):
        typed = _numbers(("zero_percent", "lm_zero", preset.zero_percent, _about("zero")))
        typed["writes"] = inputs.choose(
            "Writes",
            inputs.words(WritePattern),
            "lm_writes",
            "pattern of writes",
            holds=preset.writes,
            mark="preset",
            placeholder=preset.writes.value,
            help=_about("writes"),
        )
        usable = f"What is left of the line rate after protocols and other traffic. {USABLE_PERCENT} % is an assumption."
        stream = (
            "What one migration's streams move at most on OVE: CPU and TLS decide. 0: as fast as the link. Empty: anything from "
            f"{low:g} Gbit/s, one encrypted stream outside KubeVirt, to {one:g} for each stream without TLS. Measure yours."
        )
        return typed | _numbers(
            ("usable_percent", "lm_usable", USABLE_PERCENT, usable),
            ("stream_gbps", "lm_stream", f"not known; from {low:g}", stream),
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
    inputs.heading("How sure the numbers are")
    with inputs.grid(GRID):
        for name, (label, key, what) in SURE.items():
            is_path = name in ("bandwidth", "zero_pages")
            meant = "; ".join(f"{one.value}: {one.path_meaning if is_path else one.meaning}" for one in SAYABLE)
            about = f"{meant}. Left alone: what the box shows, estimated if you typed the number."
            options, stood = {one.value: one for one in SAYABLE}, getattr(stands, name).value
            said[name] = inputs.choose(label, options, key, what, holds=getattr(stands, name), placeholder=stood, help=about)
            stands = spread_of(given, said)
    return stands
