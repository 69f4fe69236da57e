"""Commands that set up, start and check live migration: from data/migration_commands.yaml, filled with names and quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import ceil

from domain.artefacts.migration import names
from domain.artefacts.migration.settings import MigrationSettings, Product
from domain.artefacts.quoting import check_name, filled, places, refuse
from domain.artefacts.tool_names import misread
from domain.catalog.loading import Catalog
from domain.catalog.records.commands import MigrationCommand, Run
from domain.catalog.vocabulary import MigrationTask, Platform
from domain.quantities.units import GBIT, MIB

Names = Mapping[str, str]
Commands = tuple[tuple[MigrationCommand, Run], ...]
"""Commands with their names filled in, each with the record that is its evidence and says what it is for."""


def fields(catalog: Catalog, platform: Platform) -> tuple[str, ...]:
    """The fields of data/fields.yaml that the platform's commands need, in order of use."""
    used = (place for _, run in _runs(catalog, platform) for place in places(run.command))
    return tuple(dict.fromkeys(used))


def commands_for(catalog: Catalog, platform: Platform, settings: MigrationSettings, typed: Names | None = None) -> Commands:
    """The commands of a platform; `typed` is by field of data/fields.yaml. NameFaultError: a name cannot stand in a command.

    The cap is rounded up where a command takes whole numbers: to MiB/s for SMB, to Gbit/s for Network ATC.
    """
    return tuple(_lines(catalog, platform, _values(catalog, settings, typed)))


def virtctl_migrate(catalog: Catalog, settings: MigrationSettings) -> Commands:
    """The commands that move the VM, ask without moving it, and cancel. NameFaultError: VM or namespace has a bad name."""
    refuse(names.vm_faults(settings))
    every = commands_for(catalog, Platform.OVE, settings)
    return tuple((record, run) for record, run in every if record.task is MigrationTask.MOVE)


def verify_commands(catalog: Catalog, settings: MigrationSettings, product: Product) -> Commands:
    """The commands that show what was set and what a migration got, in the product's client and namespace.

    NameFaultError: VM, namespace or network attachment has a bad name. Without a network nothing asks for its attachment.
    """
    refuse([*names.vm_faults(settings), *names.network_name_faults(settings)])
    # The KubeVirt object as HCO makes it, and as the user guide has it.
    kubevirt = "kubevirt-kubevirt-hyperconverged" if product.hco else "kubevirt"
    values = _values(catalog, settings, {"install-namespace": product.namespace, "kubevirt-cr": kubevirt})
    return tuple(
        (record, run)
        for record, run in _lines(catalog, Platform.OVE, values, product.client)
        if record.task is MigrationTask.VERIFY and (settings.network or not record.needs_network)
    )


def _lines(catalog: Catalog, platform: Platform, values: Names, client: str = "oc") -> Iterator[tuple[MigrationCommand, Run]]:
    for record, run in _runs(catalog, platform):
        rows = {place: catalog.fields[place] for place in places(run.command)}
        checked = {place: check_name(values[place], row.kind, row.label) for place, row in rows.items()}
        refuse([misread(run, checked, {place: row.label for place, row in rows.items()})])
        # kubectl takes all that the commands ask of oc.
        asked = run.model_copy(update={"command": re.sub("^oc ", f"{client} ", run.command)})
        yield record, filled(asked, checked)


def _runs(catalog: Catalog, platform: Platform) -> Iterator[tuple[MigrationCommand, Run]]:
    """The commands as templates. One of commands.yaml that does not say what it is for is for the task that it stands under."""
    for record in catalog.migration_commands.values():
        if record.platform is platform and record.run:
            yield record, record.run
        elif record.platform is platform and record.reuse:
            task = catalog.commands[record.reuse.command]
            run = next(run for run in task.claims[platform].run if run.what == record.reuse.what)
            yield record, run.model_copy(update={"what": run.what or task.task})


def _values(catalog: Catalog, settings: MigrationSettings, typed: Names | None) -> dict[str, str]:
    """What fills the places: the fields' defaults, over them what the settings say, over them what was typed."""
    own: dict[str, str | int | None] = {
        "vm": settings.vm,
        "namespace": settings.namespace,
        "network-attachment": settings.network,
        "at-once": settings.parallel_outbound_migrations_per_node,
        "mtu": settings.dedicated.mtu if settings.dedicated else None,
        "subnet": settings.dedicated.cidr if settings.dedicated else None,
    }
    if cap := settings.bandwidth_per_migration:
        own |= {"smb-mib": ceil(cap / MIB), "smb-gbps": ceil(float(cap) / GBIT)}
    values = {id_: row.default for id_, row in catalog.fields.items()}
    return values | {id_: str(value) for id_, value in own.items() if value} | dict(typed or {})
