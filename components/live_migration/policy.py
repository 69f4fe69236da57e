"""Migration time's settings as objects and commands: policy, cluster settings, dedicated network, vMotion and Hyper-V."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import partial

import streamlit as st

from components.kit import address, commands, export, inputs, markup, tables
from components.kit.inputs import NumberField
from components.kit.places import Places
from components.kit.view_options import LABELS
from components.live_migration.form import MigrationInputs
from domain.artefacts.migration import commands as migration_commands
from domain.artefacts.migration import names as migration_names
from domain.artefacts.migration import policy as migration_policy
from domain.artefacts.migration.commands import Commands
from domain.artefacts.migration.settings import DedicatedNetwork, MigrationSettings
from domain.artefacts.migration.warnings import VmFacts, Warned, warnings
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.quantities.units import GIB, MIB

FOLDED = (
    "lm_policy",
    "lm_labels",
    "lm_spaces",
    "lm_out",
    "lm_cluster",
    "lm_nad",
    "lm_nic",
    "lm_vlan",
    "lm_range",
    "lm_mtu",
)
"""Keys of the inputs behind the fold, which opens if one of them holds something."""

POLICY = "live-migration"
"""What the policy is called while nothing is typed."""


def show(asked: MigrationInputs, at: Places) -> None:
    """What to paste, for the platform chosen: the first of it where the answer stands, the rest beneath."""
    with at.form if st.context.is_embedded else at.answer:
        platform = inputs.choose_segment("Settings for", LABELS, "lm_on", "platform", Platform.OVE)
    if platform is Platform.OVE:
        _ove(asked, at)
    else:
        _elsewhere(asked, platform, at)


def _whole(label: str, key: str, low: float, high: float, about: str) -> int | None:
    found = inputs.number(NumberField(key, label, low, high, about=about, placeholder="not set", whole=True))
    return None if found is None else int(found)


def _ove(asked: MigrationInputs, at: Places) -> None:
    product = asked.product
    with at.more:
        names = commands.name_inputs(("vm", "namespace"))
    given = any(address.values(key) or st.session_state.get(key) for key in FOLDED)
    with at.more, st.expander("Policy, limits and network", expanded=given), st.grid(min_column_width=230, gap="xsmall"):
        about = "Name of the MigrationPolicy."
        policy = inputs.text("Name of the policy", "lm_policy", about, POLICY) or POLICY
        about = "The policy applies to VMs that have all of these."
        vms = inputs.text("VMs with the labels", "lm_labels", about, "app=db, tier=gold")
        spaces = inputs.text(
            "Namespaces with the labels", "lm_spaces", "The policy applies in namespaces that have all of these."
        )
        node = _whole("At once from a node", "lm_out", 1, 1000, "parallelOutboundMigrationsPerNode; for the whole cluster.")
        cluster = _whole("At once in the cluster", "lm_cluster", 1, 10_000, "parallelMigrationsPerCluster.")
        about = "Name of the dedicated network's attachment."
        attachment = inputs.text("Network attachment", "lm_nad", about, "migration-network")
        nic = inputs.text("NIC or bond", "lm_nic", "The interface on every node that carries the network.", "bond1")
        vlan = _whole("VLAN", "lm_vlan", 1, 4094, "Empty: untagged.")
        about = "Whereabouts gives each virt-handler an address of it."
        addresses = inputs.text("Address range", "lm_range", about, "10.200.5.0/24")
        mtu = _whole("MTU", "lm_mtu", 68, 65_535, "Empty: as the interface has it.")
    try:
        settings = replace(
            settings_of(asked),
            policy_name=policy,
            vmi_labels=migration_names.labels_of(vms),
            namespace_labels=migration_names.labels_of(spaces),
            parallel_outbound_migrations_per_node=node,
            parallel_migrations_per_cluster=cluster,
            network=attachment or None,
            dedicated=DedicatedNetwork(nic, addresses, vlan=vlan, mtu=mtu) if nic or addresses else None,
            vm=names["vm"],
            namespace=names["namespace"],
        )
    except ValueError as fault:
        at.answer.error(markup.markdown_sentence(str(fault)))
        return
    vm = VmFacts(round(asked.scenario.ram_gib * GIB), vfio=asked.scenario.vfio, single_stream="channels" in asked.typed)
    with at.answer:
        _document(
            "One of these: a MigrationPolicy, for the VMs that it selects",
            "policy",
            lambda: migration_policy.migration_policy(settings, product),
        )
        _warn(warnings(settings, product, asked.scenario.path_bytes_s[1], vm))
    _document("Or: settings of the cluster, for every VM", "cluster", lambda: migration_policy.cluster_cr(settings, product))
    _line("The same as one command", lambda: migration_policy.cluster_patch(settings, product))
    if settings.network or settings.dedicated:
        _document("Dedicated network", "network", lambda: migration_policy.network_attachment(settings, product))
    fold = inputs.fold("Move a VM with it, and check the result", "lm_move", "how to move a VM with it")
    if fold.open:
        with fold:
            _commands("Move it", lambda: migration_commands.virtctl_migrate(catalog(), settings))
            _document("Move it by an object", "move", lambda: migration_policy.migration_object(settings))
            _commands("Check the result", lambda: migration_commands.verify_commands(catalog(), settings, product))


def settings_of(asked: MigrationInputs) -> MigrationSettings:
    """What the visitor set himself, as KubeVirt has it; all else stays unset."""
    scenario, typed = asked.scenario, asked.typed
    return MigrationSettings(
        bandwidth_per_migration=round(scenario.bandwidth_per_migration_mib_s * MIB)
        if "bandwidth_per_migration_mib_s" in typed
        else None,
        completion_timeout_per_gib=scenario.completion_timeout_per_gib if "completion_timeout_per_gib" in typed else None,
        allow_auto_converge=scenario.auto_converge if "auto_converge" in typed else None,
        allow_post_copy=scenario.post_copy if "post_copy" in typed else None,
        allow_workload_disruption=scenario.disruption if "disruption" in typed else None,
        max_downtime_ms=scenario.downtime_limit_ms if "downtime_limit_ms" in typed else None,
    )


def _warn(found: Iterable[Warned]) -> None:
    """What the settings do against themselves."""
    said = (markup.spaced(markup.mark(one.severity), markup.text(one.text), tables.ref_anchor(one.see, "More")) for one in found)
    if items := markup.joined(*(markup.panel(words, "item") for words in said)):
        st.html(items)


def _document(title: str, name: str, make: Callable[[], migration_policy.ObjectToApply]) -> None:
    """An object as YAML with its notes; what is wrong with it is said in its place."""
    try:
        document = make()
    except ValueError as fault:
        st.markdown(f"**{title}**")
        st.error(markup.markdown_sentence(str(fault)))
        return
    st.markdown("\n".join((f"**{title}**\n", *(f"- :small[{markup.markdown_text(note)}]" for note in document.notes))))
    written = document.text
    st.code(written, language=None, wrap_lines=True)
    export.download("YAML", f"live-migration-{name}.yaml", lambda: written)


def _line(title: str, make: Callable[[], str]) -> None:
    """A command, if there is one; what is wrong with it is said at the object that it repeats."""
    with suppress(ValueError):
        if line := make():
            st.markdown(f"**{title}**")
            st.code(line, language=None, wrap_lines=True)


def _commands(title: str, make: Callable[[], Commands]) -> None:
    """Commands, each under what it is for and what it can do, with its evidence one click away."""
    st.markdown(f"**{title}**")
    lines: Commands = ()
    with inputs.faults_said():
        lines = make()
    for record, run in lines:
        st.html(commands.use(run.danger, run.what, record))
        st.code(run.command, language=None, wrap_lines=True)


def _elsewhere(asked: MigrationInputs, platform: Platform, at: Places) -> None:
    """vMotion and Hyper-V: the settings as commands, grouped by what they are for."""
    with at.more:
        names = commands.name_inputs(migration_commands.fields(catalog(), platform))
    typed = {place: name for place, name in names.items() if name != catalog().fields[place].default}
    lines: Commands = ()
    with at.answer, inputs.faults_said():
        lines = migration_commands.commands_for(catalog(), platform, settings_of(asked), typed)
    for number, task in enumerate(dict.fromkeys(record.task for record, _ in lines)):
        own = tuple((record, run) for record, run in lines if record.task is task)
        with nullcontext() if number else at.answer:
            _commands(str(task).capitalize(), partial(tuple, own))
