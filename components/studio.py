"""The live-migration studio's inputs, bound to the link."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components import links
from domain.catalog import catalog
from domain.catalog.measured import Preset
from domain.catalog.vocabulary import Writes
from domain.migration.scenario import NUMBERS, Scenario, Sureness

FIRST_PRESET = "busy-database"
DISRUPTION = {"as post-copy is": None, "allowed": True, "not allowed": False}
MORE = (
    "lm_zero", "lm_writes", "lm_usable", "lm_stream", "lm_cap", "lm_limit", "lm_timeout", "lm_disrupt", "lm_auto", "lm_post",
    "lm_vfio", "lm_single", "lm_sure",
)  # fmt: skip
"""Keys of the inputs behind the fold, which opens if a link sets one of them."""


@dataclass(frozen=True)
class Asked:
    """What the inputs say."""

    scenario: Scenario
    sureness: Sureness


def _about(id_: str) -> str:
    return f"{catalog().migration_inputs[id_].about} How to measure it: tab Measure."


def default(fact: str) -> float:
    """What OVE does unless it is told otherwise, by its row of the platforms' behaviours."""
    return catalog().migration_profiles[fact].value or 0.0


def _number(name: str, key: str, preset: float, help_: str) -> float:
    """A number of the scenario; empty means the preset's, which stands in the field."""
    number = NUMBERS[name]
    links.name_bad_number(key, f"“{number.label}”", number.low, number.high)
    typed = st.number_input(
        f"{number.label}, {number.unit}", float(number.low), float(number.high), None, key=key, bind="query-params",
        placeholder=f"{preset:,g}", help=help_, format="%g",
    )  # fmt: skip
    return preset if typed is None else float(typed)


def _switch(label: str, key: str, help_: str) -> bool:
    links.name_bad_switch(key, f"“{label}”")
    return st.toggle(label, key=key, bind="query-params", help=help_)


def inputs() -> Asked:
    """The studio's inputs, bound to the link: a preset, what it is known by, and more behind a fold."""
    presets = {row.label: row for row in catalog().migration_presets.values()}
    start = list(catalog().migration_presets).index(FIRST_PRESET)
    with st.container(horizontal=True, vertical_alignment="bottom", key="lm_first"):
        links.name_unknown("lm_preset", presets, "preset")
        label = st.selectbox("Start from", list(presets), start, key="lm_preset", bind="query-params", width=260)
        preset = presets[label or next(iter(presets))]
        ram = _number("ram_gib", "lm_ram", preset.ram_gib, _about("ram"))
        dirty = _number("dirty_mb_s", "lm_dirty", preset.dirty_mb_s, _about("dirty-rate"))
        working = _number("working_set_gib", "lm_set", min(preset.working_set_gib, ram), _about("working-set"))
        link = _number("link_gbps", "lm_link", 10, _about("link"))
    set_by_link = any(links.values(key) for key in MORE)
    with st.expander("More: the network, KubeVirt's settings, how sure the numbers are", expanded=set_by_link):
        rest = _more(preset)
    values = {"ram_gib": ram, "dirty_mb_s": dirty, "working_set_gib": working, "link_gbps": link}
    sureness = Sureness(str(rest.pop("sureness")))
    try:
        scenario = Scenario(**values, **rest)  # type: ignore[arg-type]
    except ValueError as fault:
        st.error(f"{links.sentence(str(fault))} Until then the nearest that can be reckoned with is taken.")
        mended = {**values, **rest, "working_set_gib": min(working, ram), "cap_mib_s": 0, "stream_gbps": 0}
        scenario = Scenario(**mended)  # type: ignore[arg-type]
    return Asked(scenario, sureness)


def _more(preset: Preset) -> dict[str, object]:
    """The inputs that most visitors leave alone; they are drawn even while the fold is closed, so that a link sets them."""
    wide = 300
    with st.grid(min_column_width=wide, gap="small"):
        zero = _number("zero_percent", "lm_zero", preset.zero_percent, _about("zero"))
        links.name_unknown("lm_writes", [w.value for w in Writes], "pattern of writes")
        writes = st.segmented_control(
            "Writes", [w.value for w in Writes], default=None, key="lm_writes", bind="query-params",
            help=f"{_about('writes')} Nothing chosen: {preset.writes.value}, as in the preset.",
        )  # fmt: skip
        usable = _number(
            "usable_percent",
            "lm_usable",
            90,
            "What is left of the line rate after protocols and other traffic. 90 % is an assumption.",
        )
        stream = _number(
            "stream_gbps", "lm_stream", 0,
            "What one migration's streams move at most, below the link: CPU and TLS decide. 0: as fast as the link.",
        )  # fmt: skip
        cap = _number("cap_mib_s", "lm_cap", 0, f"bandwidthPerMigration. {_about('cap')} 0: none, KubeVirt's default.")
        downtime = _number("downtime_ms", "lm_limit", default("ove-stop-rule"), f"{_about('downtime-limit')} Empty: QEMU's own.")
        per_gib = _number(
            "per_gib_s", "lm_timeout", default("ove-deadline"),
            "Seconds for each counted GB of memory until KubeVirt acts; 0: never. By release: tab Settings, Timeout per GiB.",
        )  # fmt: skip
        labels = list(DISRUPTION)
        links.name_unknown("lm_disrupt", labels, "allowWorkloadDisruption")
        disruption = st.selectbox(
            "allowWorkloadDisruption", labels, key="lm_disrupt", bind="query-params",
            help="Whether the guest may be paused, or switched to post-copy, at the deadline. Unset it follows allowPostCopy.",
        )  # fmt: skip
        auto = _switch("allowAutoConverge", "lm_auto", "Slow the guest's vCPUs step by step until it converges.")
        post = _switch("allowPostCopy", "lm_post", "At the deadline run the guest on the target and fetch the rest behind it.")
        vfio = _switch("Has a VFIO device", "lm_vfio", "A device passed through with VFIO: post-copy is never used.")
        single = _switch(
            "One stream only", "lm_single", "KubeVirt uses one stream instead of eight with CPU limits or dedicated CPUs."
        )
        links.name_unknown("lm_sure", [s.value for s in Sureness], "sureness")
        sure = st.select_slider(
            "How sure are dirty rate and working set?", [s.value for s in Sureness], Sureness.ESTIMATED.value, key="lm_sure",
            bind="query-params", help="; ".join(f"{s.value}: {s.meaning}" for s in Sureness) + ".",
        )  # fmt: skip
    return {
        "zero_percent": zero,
        "writes": Writes(writes) if writes else preset.writes,
        "usable_percent": usable,
        "stream_gbps": stream,
        "cap_mib_s": cap,
        "downtime_ms": downtime,
        "per_gib_s": per_gib,
        "disruption": DISRUPTION[disruption or labels[0]],
        "auto_converge": auto,
        "post_copy": post,
        "vfio": vfio,
        "channels": not single,
        "sureness": sure,
    }
