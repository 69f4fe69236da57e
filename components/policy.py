"""The studio's settings as objects and commands: policy, cluster settings, dedicated network, vMotion and Hyper-V."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import streamlit as st

from components import commands, links, share, tables
from components.choices import LABELS
from components.studio import Asked, default
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.manifests import migration_commands, migration_names, migration_policy
from domain.manifests.migration_policy import Document
from domain.manifests.migration_settings import AttachedBy, DedicatedNetwork, MigrationSettings, Product, products
from domain.manifests.migration_warnings import VmFacts, Warned, warnings
from domain.migration.units import as_bytes_s, gib

FIRST_PRODUCT = "hco-1-18-v1"
LONGEST = 200
FOLDED = (
    "lm_policy", "lm_labels", "lm_spaces", "lm_out", "lm_cluster", "lm_nad", "lm_nic", "lm_vlan", "lm_range", "lm_mtu",
)  # fmt: skip
"""Keys of the inputs behind the fold, which opens if one of them holds something."""


def show(asked: Asked) -> None:
    """What to paste, for the platform chosen."""
    links.name_unknown("lm_on", LABELS, "platform")
    label = st.segmented_control(
        "Settings for", list(LABELS), default=Platform.OVE.label, required=True, key="lm_on", bind="query-params"
    )
    platform = LABELS[label or Platform.OVE.label]
    if platform is Platform.OVE:
        _ove(asked)
    else:
        _elsewhere(asked, platform)


def _text(label: str, key: str, help_: str, placeholder: str = "") -> str:
    if any(len(value) > LONGEST for value in links.values(key)[:1]):
        links.notice(f"The “{label}” of this link is longer than {LONGEST} characters; what comes after them is left out.")
    return st.text_input(label, key=key, bind="query-params", max_chars=LONGEST, help=help_, placeholder=placeholder).strip()


def _whole(label: str, key: str, high: float, help_: str, low: float = 0) -> int | None:
    """A whole number that may stay empty; a float field, because an endless whole number in a link raises in Streamlit 1.67."""
    links.name_bad_number(key, f"“{label}”", low, high)
    typed = st.number_input(
        label, float(low), float(high), None, 1.0, format="%.0f", key=key, bind="query-params", help=help_, placeholder="not set"
    )
    return None if typed is None else int(typed)


def _product() -> Product:
    known = {product.label: product for product in products(catalog()).values()}
    links.name_unknown("lm_product", known, "release")
    start = list(products(catalog())).index(FIRST_PRODUCT)
    label = st.selectbox("Release", list(known), start, key="lm_product", bind="query-params")
    return known[label or next(iter(known))]


def _ove(asked: Asked) -> None:
    product = _product()
    names = commands.name_inputs(("vm", "namespace"))
    given = any(links.values(key) or st.session_state.get(key) for key in FOLDED)
    with st.expander("Policy, limits and network", expanded=given), st.grid(min_column_width=230, gap="xsmall"):
        policy = _text("Name of the policy", "lm_policy", "Name of the MigrationPolicy.", "live-migration") or "live-migration"
        vms = _text("VMs with the labels", "lm_labels", "The policy holds for VMs that have all of these.", "app=db, tier=gold")
        spaces = _text("Namespaces with the labels", "lm_spaces", "The policy holds in namespaces that have all of these.")
        node = _whole("At once from a node", "lm_out", 1000, "parallelOutboundMigrationsPerNode; for the whole cluster.", 1)
        cluster = _whole("At once in the cluster", "lm_cluster", 10_000, "parallelMigrationsPerCluster.", 1)
        attachment = _text("Network attachment", "lm_nad", "Name of the dedicated network's attachment.", "migration-network")
        nic = _text("NIC or bond", "lm_nic", "The interface on every node that carries the network.", "bond1")
        vlan = _whole("VLAN", "lm_vlan", 4094, "Empty: untagged.", 1)
        addresses = _text("Address range", "lm_range", "Whereabouts gives each migrating pod an address of it.", "10.200.5.0/24")
        mtu = _whole("MTU", "lm_mtu", 65_535, "Empty: as the interface has it.", 68)
    network = DedicatedNetwork(nic, addresses, AttachedBy.MACVLAN, vlan, mtu) if nic or addresses else None
    try:
        settings = replace(
            settings_of(asked, product), policy_name=policy, vmi_labels=migration_names.labels_of(vms),
            namespace_labels=migration_names.labels_of(spaces), parallel_outbound_per_node=node, parallel_per_cluster=cluster,
            network=attachment or None, dedicated=network, vm=names["vm"], namespace=names["namespace"],
        )  # fmt: skip
    except ValueError as fault:
        st.error(links.sentence(str(fault)))
        return
    _warn(warnings(settings, product, asked.scenario.link_bytes_s, _vm(asked)))
    _document("MigrationPolicy", "policy", lambda: migration_policy.migration_policy(settings, product))
    _document("Settings of the cluster", "cluster", lambda: migration_policy.cluster_cr(settings, product))
    _line("The same as one command", lambda: migration_policy.cluster_patch(settings, product))
    if settings.network or network:
        _document("Dedicated network", "network", lambda: migration_policy.network_attachment(settings, product))
    _commands("Move it", lambda: migration_commands.virtctl_migrate(catalog(), settings))
    _document("Move it by an object", "move", lambda: migration_policy.migration_object(settings))
    _commands("See what it got", lambda: migration_commands.verify_commands(catalog(), settings, product))


def settings_of(asked: Asked, product: Product) -> MigrationSettings:
    """The studio's settings as KubeVirt has them; what is the release's default stays unset."""
    scenario = asked.scenario
    per_gib = round(scenario.per_gib_s)
    return MigrationSettings(
        bandwidth_per_migration_bytes_s=as_bytes_s(scenario.cap_mib_s) if scenario.cap_mib_s else None,
        completion_timeout_per_gib=None if per_gib == product.defaults.get("timeout-per-gib") else per_gib,
        allow_auto_converge=True if scenario.auto_converge else None,
        allow_post_copy=True if scenario.post_copy else None,
        allow_workload_disruption=scenario.disruption,
        max_downtime_ms=round(scenario.downtime_ms) if scenario.downtime_ms != default("ove-stop-rule") else None,
    )


def _vm(asked: Asked) -> VmFacts:
    return VmFacts(round(gib(asked.scenario.ram_gib)), vfio=asked.scenario.vfio, cpu_limits=not asked.scenario.channels)


def _warn(found: Iterable[Warned]) -> None:
    """What the settings do against themselves."""
    items = [
        f'<div class="qr item">{tables.mark(one.severity)} {tables.text(one.text)} '
        f"{tables.anchor('More', links.row_href(*one.see.split('/', 1)))}</div>"
        for one in found
    ]
    if items:
        st.html("".join(items))


def _document(title: str, name: str, make: Callable[[], Document]) -> None:
    """An object as YAML with its notes; what is wrong with it is said in its place."""
    st.markdown(f"**{title}**")
    try:
        document = make()
        text = document.text
    except ValueError as fault:
        st.error(links.sentence(str(fault)))
        return
    if document.notes:
        st.markdown("\n".join(f"- :small[{links.inline(note)}]" for note in document.notes))
    st.code(text, language=None, wrap_lines=True)
    share.download("YAML", f"live-migration-{name}.yaml", lambda: text)


def _line(title: str, make: Callable[[], str]) -> None:
    try:
        text = make()
    except ValueError:
        return
    st.markdown(f"**{title}**")
    st.code(text, language=None, wrap_lines=True)


def _commands(title: str, make: Callable[[], Iterable[migration_commands.CommandLine]]) -> None:
    """Commands, each under what it is for and what it can do, with its evidence one click away."""
    st.markdown(f"**{title}**")
    try:
        lines = tuple(make())
    except ValueError as fault:
        st.error(links.sentence(str(fault)))
        return
    for line in lines:
        record = catalog().migration_commands[line.record]
        use = f'<div class="s">{tables.mark(line.danger)} {tables.text(line.what)}</div>'
        st.html(f'<div class="qr">{use}{tables.sources_fold(record)}</div>')
        st.code(line.command, language=None, wrap_lines=True)


def _elsewhere(asked: Asked, platform: Platform) -> None:
    """vMotion and Hyper-V: the settings as commands, grouped by what they are for."""
    names = commands.name_inputs(migration_commands.fields(catalog(), platform))
    typed = {place: name for place, name in names.items() if name != catalog().fields[place].default}
    make = migration_commands.vmotion_commands if platform is Platform.VSPHERE else migration_commands.hyperv_commands
    settings = settings_of(asked, products(catalog())[FIRST_PRODUCT])
    try:
        lines = make(catalog(), settings, typed)
    except ValueError as fault:
        st.error(links.sentence(str(fault)))
        return
    for task in dict.fromkeys(line.task for line in lines):
        _commands(task.value.capitalize(), partial(list, (line for line in lines if line.task is task)))
