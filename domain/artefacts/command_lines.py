"""A command to run, made from a record of the catalogue: its template filled with names, each quoted for the record's shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.artefacts.quoting import fill
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import Danger, MigrationTask, Shell


@dataclass(frozen=True)
class CommandLine:
    """A command, what for, and the record that is its evidence, of data/builds.yaml or of data/migration_commands.yaml.

    `later` is for the day its host is serviced, not for the day it is built: never run both in one go. `task` is what a
    command of live migration is for.
    """

    what: str
    command: str
    shell: Shell
    danger: Danger
    record: str
    later: bool = False
    task: MigrationTask | None = None


def filled(
    run: Run,
    names: Mapping[str, str],
    record: str,
    *,
    what: str = "",
    later: bool = False,
    task: MigrationTask | None = None,
) -> CommandLine:
    """The record's command with every place filled; `what` where the record itself does not say it. KeyError as in `fill`."""
    command = fill(run.command, names, run.shell)
    return CommandLine(run.what or what, command, run.shell, run.danger, record, later=later, task=task)
