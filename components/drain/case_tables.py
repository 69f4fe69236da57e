"""The drain window in tables: each default beside the others, and the schedules to take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from components.kit import markup, releases, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.drain import DrainRule
from domain.catalog.vocabulary import DrainTopic, Platform
from domain.drain.band import Band
from domain.drain.cases import DrainAnswer, DrainCase
from domain.drain.fields import starts_with
from domain.drain.plan import VmOutcome
from domain.drain.sentences import eased, holds, name_of, stops, time_of
from domain.live_migration.devices import moves
from domain.quantities.units import GIB
from domain.quantities.wording import about_in_words, ends_in_words

COLUMNS = [
    tables.Column("Default", width=27),
    tables.Column("At once", width=17),
    tables.Column("Host empty", numeric=True, width=13),
    tables.Column("Cluster upgraded", numeric=True, width=15),
    tables.Column("What limits"),
]


def line(answer: DrainAnswer, opened: bool) -> tables.Line:
    """A case, with what stands behind its limits."""
    case, row = answer.case, catalog().drain_defaults[answer.case.id]
    head = markup.platform_edge(case.platform, tables.row_head("drain_defaults", row.id, case.label))
    sure = not answer.drained.unsure
    empty = _time_cell(answer, answer.drained.finish_s, answer.host_band, sure)
    if answer.left:
        rest = markup.note(markup.text(f"the rest after {time_of(answer, answer.drained.finish_s, sure)}"))
        empty = markup.joined(markup.sign("✕", f"not empty, {answer.left} left", "bad"), rest)
    upgraded = answer.upgraded
    whole = _time_cell(answer, answer.whole_s, answer.cluster_band, not upgraded.unsure)
    about = markup.note(markup.text(_counted(answer)))
    deadline = f"deadline {answer.plan.deadline}" if answer.plan.completion_timeout_per_gib else ""
    limits = (
        markup.joined(
            markup.line(markup.literal(name_of(answer.plan, remedy.limit, str))),
            markup.note(markup.literal(eased(answer, remedy))),
        )
        for remedy in answer.remedies
    )
    own = case.label != row.label
    scope = markup.NOTHING if own else markup.joined(markup.note(releases.linked(row.scope)), tables.sources_fold(row, opened))
    return tables.Line(
        markup.joined(head, scope),
        (
            markup.joined(markup.text(case.at_once), markup.note(markup.text(deadline))),
            empty,
            markup.joined(whole, about),
            markup.joined(*limits) or markup.DASH,
        ),
    )


def _time_cell(answer: DrainAnswer, seconds: float, band: Band, sure: bool) -> Html:
    """A duration and between what it lies, with how it holds beneath it, or above it if it is the least."""
    time = markup.value(markup.text(about_in_words(seconds)), numeric=True)
    held = markup.note(markup.text("" if sure else holds(answer)))
    if not stops(answer) and not sure:
        return markup.joined(held, time)
    return markup.joined(time, markup.note(markup.text(ends_in_words(band.low_s, band.high_s))), held)


def _counted(answer: DrainAnswer) -> str:
    """What is in the time of a cluster besides its hosts, and how it was found."""
    if answer.before_s is None:
        before = "no time before the first host is published"
    else:
        before = f"{about_in_words(answer.before_s) if answer.before_s else 'nothing'} before the first host"
    return f"{before}{'; projected' if answer.upgraded.projected else ''}"


def cases_frame(answers: Iterable[DrainAnswer]) -> pd.DataFrame:
    """Every case with its limits and what they lead to, in seconds."""
    return pd.DataFrame(
        {
            "id": answer.case.id,
            "default": answer.case.label,
            "platform": answer.case.platform.label,
            "from a host": answer.case.outbound,
            "to a host": answer.case.inbound or "",
            "in the cluster": answer.case.cluster or "",
            "deadline, s per GB": answer.plan.completion_timeout_per_gib or "",
            "host empty, s": round(answer.drained.finish_s, 1),
            "host empty at best, s": round(answer.host_band.low_s, 1),
            "host empty at worst, s": round(answer.host_band.high_s, 1),
            "before the first host, s": "" if answer.before_s is None else round(answer.before_s, 1),
            "cluster upgraded, s": round(answer.whole_s, 1),
            "cluster upgraded at best, s": round(answer.cluster_band.low_s, 1),
            "cluster upgraded at worst, s": round(answer.cluster_band.high_s, 1),
            "projected": "yes" if answer.upgraded.projected else "no",
            "holds": holds(answer) or "as computed",
            "what limits": "; ".join(f"{one.limit.id}, {one.saved_s:.0f} s" for one in answer.limits),
            **{outcome.value: answer.drained.count(outcome) for outcome in VmOutcome},
        }
        for answer in answers
    )


def schedule_frame(answer: DrainAnswer) -> pd.DataFrame:
    """Every VM's way off the host, in seconds since the drain began."""
    return pd.DataFrame(
        {
            "vm": j.name,
            "class": j.kind,
            "memory GiB": round(j.ram_bytes / GIB, 3),
            "outcome": j.outcome.value,
            "start, s": round(j.start_s, 1),
            "copy begins, s": round(j.copy_s, 1),
            "end, s": round(j.end_s, 1),
            "to other host no.": j.target or "",
            "attempts": len(j.tries),
            "last attempt": j.tries[-1].ended.value if j.tries else "",
        }
        for j in answer.drained.journeys
    )


def turns_frame(answer: DrainAnswer) -> pd.DataFrame:
    """Every host's turn in the upgrade, in seconds since the first host's began."""
    return pd.DataFrame(
        {
            "host": turn.host + 1,
            "drain begins, s": round(turn.start_s, 1),
            "empty, s": round(turn.empty_s, 1),
            "back, s": round(turn.back_s, 1),
            "moved": turn.moved,
            "stopped": turn.stopped,
            "left": turn.left,
            "attempts": turn.attempts,
        }
        for turn in answer.upgraded.turns
    )


def shown(cases: Iterable[DrainCase], platforms: Sequence[Platform], gbps: float, one: str | None) -> list[DrainCase]:
    """The defaults of these platforms on such a link; only the one that the link asks for, if it does."""
    rows = catalog().drain_defaults
    if one:
        return [case for case in cases if case.id == one]
    return [case for case in cases if case.platform in platforms and rows[case.id].holds_at(gbps)]


def blockers_of(answer: DrainAnswer) -> list[Html]:
    """A link to each blocker by which the devices of the list move or not."""
    found = (
        moves(vm.device, answer.case.platform, catalog().blockers) for vm in {vm.device: vm for vm in answer.plan.vms}.values()
    )
    rows = {row.id: row for one in found for row in one.blockers}
    return [tables.ref_anchor(f"blockers/{id_}", f"{id_}: {row.title}") for id_, row in rows.items()]


RULE_COLUMNS = [tables.Column("Point", width=20), tables.Column("What happens"), tables.Column("Starts with", width=17)]

RULES_ABOUT = "What each platform does at each point of a drain, and what the form starts with. Assumptions are called so."


def rules(platforms: Sequence[Platform]) -> dict[str, DrainRule]:
    """The rows that speak of these platforms or of all, point by point."""
    rows = [row for row in catalog().drain_rules.values() if row.platform is None or row.platform in platforms]
    return {row.id: row for topic in DrainTopic for row in rows if row.topic is topic}


def rule_line(row: DrainRule, opened: bool) -> tables.Line:
    """What a platform does at one point of a drain."""
    head = tables.row_head("drain_rules", row.id, f"{row.topic.value[0].upper()}{row.topic.value[1:]}")
    name = markup.note(markup.text(row.platform.label if row.platform else "Any platform"))
    head = markup.platform_edge(row.platform, markup.joined(head, name)) if row.platform else markup.joined(head, name)
    says = markup.joined(markup.text(row.says), markup.note(releases.linked(row.scope)), tables.sources_fold(row, opened))
    return tables.Line(head, (says, markup.text(starts_with(row)) if starts_with(row) else markup.DASH))
