"""The shapes of what people take away to set up live migration: releases with their fields, and commands on every platform."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from domain.catalog.base import Record, Release, Slug, Text
from domain.catalog.models import Evidence, Row, Run
from domain.catalog.vocabulary import MigrationTask, Platform

Switch = Annotated[bool, Field(strict=True)]
Number = Annotated[int, Field(strict=True, ge=0)]


class MigrationProduct(Row, Evidence):
    """A product whose live migration can be set: the oldest release that a row stands for, and what is set by default.

    `hco` is empty for KubeVirt alone. `api` is the apiVersion of the object that holds the cluster's settings. `defaults`
    maps ids of settings to their value; what is not there is unset. `parallel_streams`: a migration gets several streams
    unless the VM forbids it; `streams_with_post_copy`: also one that allows post-copy.
    """

    label: Text
    kubevirt: Release
    hco: Annotated[str, StringConstraints(pattern=r"^([0-9]+\.[0-9]+)?$", strict=True)] = ""
    api: Text
    defaults: dict[Slug, Switch | Number]
    parallel_streams: Switch
    streams_with_post_copy: Switch

    @model_validator(mode="after")
    def _streams_that_are(self) -> MigrationProduct:
        if self.streams_with_post_copy and not self.parallel_streams:
            raise ValueError("'streams_with_post_copy' needs 'parallel_streams'")
        return self


class Reuse(Record):
    """A command that commands.yaml already has: the task, and `what` the command says it does."""

    command: Slug
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
