"""The shapes of the checklist and of what moves its items."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from domain.catalog.records.base import Ref, RefTo, Slug, Text, group_of
from domain.catalog.records.commands import Run
from domain.catalog.records.conditions import Conditional
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Phase, Priority


class Reason(Conditional):
    """Answers that move a checklist item, if they surely hold, and the sentence that says why."""

    because: Text


class ChecklistItem(Row, Evidence):
    """`bit` is the item's place in the compact link and is never given to another item.

    For a workload whose answers are known, an item folds away if one of `folds` holds, and else rises if one of `rises`
    does. An item with `appears` is no part of the plain list: it is there only while one of them holds. A missing answer
    moves nothing. Terms and limits in the conditions are those of OVE.
    """

    bit: Annotated[int, Field(ge=0, lt=512)]
    title: Text
    phase: Phase
    group: Annotated[Slug, group_of("checklist_groups")]
    priority: Priority
    changes: bool = False
    what: Text
    why: Text
    when: str = ""
    check: tuple[Run, ...] = ()
    manual: str = ""
    blockers: tuple[Annotated[Slug, RefTo("blockers")], ...] = ()
    see: tuple[Ref, ...] = ()
    folds: tuple[Reason, ...] = ()
    rises: tuple[Reason, ...] = ()
    appears: tuple[Reason, ...] = ()

    @model_validator(mode="after")
    def _can_be_checked(self) -> ChecklistItem:
        if not self.check and not self.manual:
            raise ValueError("say how it is checked: a command in 'check' or a sentence in 'manual'")
        if self.appears and (self.folds or self.rises):
            raise ValueError("an item that 'appears' is there only while it matters, so it neither folds nor rises")
        return self
