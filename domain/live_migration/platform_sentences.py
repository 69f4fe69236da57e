"""A platform's answer in plain sentences, with what is not published and what makes its range wide."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain, repeat

from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour
from domain.live_migration.devices import DeviceAnswer, Movement
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.platforms import PlatformEstimate
from domain.live_migration.sentences import rough
from domain.quantities.wording import duration_in_words


def opened(facts: Iterable[ProfileFact]) -> str:
    """What makes a platform's range wide, in sentences."""
    heads = chain(["The range is wide because of the {}."], repeat("The {} widens it too."))
    return " ".join(f"{head.format(fact.behaviour)} {fact.says}" for head, fact in zip(heads, facts, strict=False))


FAILS = "the standstill for its device's memory is beyond the limit, so the move fails and the VM stays"


def refusal(found: DeviceAnswer) -> str:
    """Why a VM with its device does not move; empty if it may."""
    return f"does not move: {'; '.join(row.title for row in found.blockers)}" if found.movement is Movement.REFUSED else ""


def span(low: float, high: float) -> str:
    """A range of seconds; "at least" where nothing bounds it from above."""
    if math.isnan(low):
        return "not published"
    if math.isinf(low):
        return "without end"
    if math.isinf(high):
        return f"at least {rough(low, low)}"
    return rough(low, high)


def on_platform(found: PlatformEstimate) -> str:
    """A platform's outcome in words; what is not published is said."""
    if refused := FAILS if found.fails else refusal(found.device):
        return refused
    if len(found.shares) > 1 and found.outcome is None:
        return f"uncertain: {', '.join(f'{share * 100:.0f} % {outcome.of_many}' for outcome, share in found.shares.items())}"
    if found.device.movement is Movement.UNKNOWN:
        return f"not published whether it moves; if it does, it {found.outcome.of_one}" if found.outcome else "not published"
    if found.device.movement is Movement.CONDITIONS and found.outcome is not None:
        return f"moves under conditions: {found.outcome.label}"
    if found.stopped_by is not None:
        return f"stops after {found.stopped_by.value:g} passes (as described for {found.stopped_by.scope})"
    if found.outcome is MigrationOutcome.THROTTLED and Behaviour.THROTTLING in found.unknown:
        return "ends by slowing the guest; by how much is not published"
    return found.outcome.label if found.outcome is not None else "not published"


def total(found: PlatformEstimate) -> str:
    """The total time on a platform; a migration that is aborted or refused has none."""
    if found.refused or found.fails:
        return "none: the VM stays where it is"
    if found.shares and not any(outcome.arrives for outcome in found.shares):
        return "never ends" if math.isinf(found.total_s[0]) else f"aborted after {duration_in_words(found.deadline_s)}"
    return span(*found.total_s)


def downtime(found: PlatformEstimate) -> str:
    """The downtime on a platform; a migration that does not end stops nothing."""
    if found.refused or found.fails:
        return "none: the VM stays where it is"
    stays = found.outcome is not None and not found.outcome.arrives and math.isnan(found.downtime_s[0])
    return "none: the VM stays where it is" if stays else span(*found.downtime_s)


def condition(found: PlatformEstimate) -> str:
    """What a platform's times depend on, in sentences; empty for an answer that is one number."""
    said, unknown = [opened(found.opened_by)] if found.opened_by else [], []
    if found.stun_table is not None:
        said.append(f"The standstill for its device is published. {found.stun_table.says}")
        if found.may_fail:
            said.append("Beyond the limit of the standstill the move fails, and the VM stays.")
    elif found.device.movement is not Movement.MOVES and not found.refused and math.isnan(found.downtime_s[0]):
        said.append("How long the guest stands still for its device is not published for this release.")
    if found.stopped_by is not None:
        limit_ = f"{found.stopped_by.value:g} passes"
        said.append(f"The times hold if it stops after 1 to {limit_}, which is not confirmed for today's releases.")
    elif Behaviour.STOP_RULE in found.unknown:
        unknown.append("its stop rule")
    if Behaviour.ZERO_PAGES in found.unknown:
        unknown.append("whether it saves on zero pages")
    if unknown:
        said.append(f"Not published: {'; '.join(unknown)}.")
    return " ".join(said)
