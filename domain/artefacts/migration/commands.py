"""Commands that set up, start and check live migration: from data/migration_commands.yaml, filled with names and quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil

from domain.artefacts.command_lines import CommandLine, filled
from domain.artefacts.migration import names
from domain.artefacts.migration.settings import MigrationSettings, Product
from domain.artefacts.quoting import check_name, places
from domain.catalog.loading import Catalog
from domain.catalog.records.commands import MigrationCommand, Run
from domain.catalog.vocabulary import MigrationTask, Platform
from domain.quantities.units import GBIT, MIB

Names = Mapping[str, str]


def fields(catalog: Catalog, platform: Platform) -> tuple[str, ...]:
    """The fields of data/fields.yaml that the platform's commands need, in order of use."""
    used = (place for _, run in _runs(catalog, platform) for place in places(run.command))
    return tuple(dict.fromkeys(used))


def commands_for(
    catalog: Catalog, platform: Platform, settings: MigrationSettings, typed: Names | None = None
) -> tuple[CommandLine, ...]:
    """The commands of a platform; `typed` is by field of data/fields.yaml. NameFaultError: a name cannot stand in a command.

    The cap is rounded up where a command takes whole numbers: to MiB/s for SMB, to Gbit/s for Network ATC.
    """
    return tuple(_lines(catalog, platform, _values(catalog, settings, typed)))


def virtctl_migrate(catalog: Catalog, settings: MigrationSettings) -> tuple[CommandLine, ...]:
    """The commands that move the VM, ask without moving it, and cancel. NameFaultError: VM or namespace has a bad name."""
    names.refuse(names.vm_faults(settings))
    return tuple(line for line in commands_for(catalog, Platform.OVE, settings) if line.task is MigrationTask.MOVE)


def verify_commands(catalog: Catalog, settings: MigrationSettings, product: Product) -> tuple[CommandLine, ...]:
    """The commands that show what was set and what a migration got, in the product's client and namespace.

    NameFaultError: VM, namespace or network attachment has a bad name. Without a network nothing asks for its attachment.
    """
    names.refuse([*names.vm_faults(settings), *names.network_name_faults(settings)])
    # The KubeVirt object as HCO makes it, and as the user guide has it.
    kubevirt = "kubevirt-kubevirt-hyperconverged" if product.hco else "kubevirt"
    values = _values(catalog, settings, {"install-namespace": product.namespace, "kubevirt-cr": kubevirt})
    records = catalog.migration_commands
    return tuple(
        line
        for line in _lines(catalog, Platform.OVE, values, product.client)
        if line.task is MigrationTask.VERIFY and (settings.network or not records[line.record].needs_network)
    )


def _with_client(template: str, client: str) -> str:
    """The template with the client that the product's documentation uses; kubectl takes all that the commands ask of oc."""
    first, _, rest = template.partition(" ")
    return f"{client} {rest}" if first == "oc" else template


def _lines(catalog: Catalog, platform: Platform, values: Names, client: str = "oc") -> Iterator[CommandLine]:
    for record, run in _runs(catalog, platform):
        rows = {place: catalog.fields[place] for place in places(run.command)}
        checked = {place: check_name(values[place], row.kind, row.label) for place, row in rows.items()}
        what = catalog.commands[record.reuse.command].task if record.reuse else ""
        asked = run.model_copy(update={"command": _with_client(run.command, client)})
        yield filled(asked, checked, record.id, what=what, task=record.task)


def _runs(catalog: Catalog, platform: Platform) -> Iterator[tuple[MigrationCommand, Run]]:
    for record in catalog.migration_commands.values():
        if record.platform is platform:
            yield record, record.run or _reused(catalog, record)


def _reused(catalog: Catalog, record: MigrationCommand) -> Run:
    reuse = record.reuse
    if reuse is None:
        raise ValueError(f"{record.id} names no command")
    return next(run for run in catalog.commands[reuse.command].claims[record.platform].run if run.what == reuse.what)


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
