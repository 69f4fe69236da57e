"""The shapes of commands, and of the names that fill them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import model_validator

from domain.catalog.records.base import Keys, Record, RefTo, Slug, Switch, Text, group_of
from domain.catalog.records.evidence import Claim, Evidence, Row
from domain.catalog.vocabulary import Danger, FieldKind, MigrationTask, Platform, Shell


class NameField(Row):
    """A name or size that fills a command; `{{id}}` is its place in a template.

    A default of nothing but capitals and dashes is a placeholder: no tool takes it for a value, so a command with it fails.
    """

    label: Text
    kind: FieldKind
    default: Text
    help: Text

    @property
    def is_placeholder(self) -> bool:
        """Whether the default has to be replaced before a command can run."""
        return re.fullmatch(r"[A-Z]+(-[A-Z]+)*", self.default) is not None


class Run(Record):
    """A command as a template, e.g. `govc vm.power -on {{vm}}`.

    A place for a name must be a shell word or part of one; `domain.artefacts.quoting` fills and quotes it.
    """

    command: Text
    shell: Shell
    what: str = ""
    danger: Danger = Danger.READ_ONLY


class CommandClaim(Claim):
    danger: Danger
    run: tuple[Run, ...] = ()


class Command(Row):
    task: Text
    group: Annotated[Slug, group_of("command_groups")]
    claims: Annotated[dict[Platform, CommandClaim], Keys(tuple(Platform))]


class Reuse(Record):
    """A command that commands.yaml already has: the task, and `what` the command says it does."""

    command: Annotated[Slug, RefTo("commands")]
    what: str = ""


class MigrationCommand(Row, Evidence):
    """A command of live migration on a platform: written here, or one that commands.yaml has.

    `needs_network`: it asks for the dedicated network, so it has no use without one.
    """

    platform: Platform
    task: MigrationTask
    needs_network: Switch = False
    run: Run | None = None
    reuse: Reuse | None = None
    scope: Text

    @model_validator(mode="after")
    def _one_command(self) -> MigrationCommand:
        if (self.run is None) == (self.reuse is None):
            raise ValueError("give a command in 'run', or in 'reuse' one of commands.yaml")
        if self.run and not self.run.what:
            raise ValueError("say in 'run.what' what the command does")
        return self
