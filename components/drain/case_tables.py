"""The drain window in tables: each default beside the others, and the schedules to take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from components.drain.wording import ease, effect, holds, name_of, per_gb, stops, time_of
from components.kit import markup, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.drain.cases import DrainAnswer, DrainCase
from domain.drain.plan import VmOutcome
from domain.quantities.units import as_gib
from domain.quantities.wording import counted, duration_in_words, gbit_in_words

COLUMNS = [
    tables.Column("Default", width=27),
    tables.Column("At once", width=17),
    tables.Column("Host empty", numeric=True, width=13),
    tables.Column("Cluster upgraded", numeric=True, width=15),
    tables.Column("What limits"),
]

ASSUMED = (
    ":small[Reckoned: VMs start in the order given, each to the host with the fewest VMs, which has room; the copies of a host "
    "share its link equally, and equal VMs run in step; a copy takes what the studio's estimator says at its share, by QEMU's "
    "loop until the platform's own rule ends it. Not reckoned: storage, pools of CPU types, affinity, a busy network.]"
)


def lines(answers: Iterable[DrainAnswer], opened: str | None) -> list[tables.Line]:
    """A row a case, with what stands behind its limits."""
    return [_line(answer, answer.case.id == opened) for answer in answers]


def _line(answer: DrainAnswer, opened: bool) -> tables.Line:
    case, row = answer.case, catalog().drain_defaults[answer.case.id]
    head = markup.platform_edge(case.platform, tables.row_head("drain_defaults", row.id, case.label))
    sure = not answer.drained.unsure
    empty = _time_cell(answer, answer.drained.finish_s, sure)
    if answer.left:
        rest = markup.note(markup.text(f"the rest after {time_of(answer, answer.drained.finish_s, sure)}"))
        empty = markup.joined(markup.sign("✕", f"not empty, {answer.left} left", "bad"), rest)
    upgraded = answer.upgraded
    whole = _time_cell(answer, upgraded.finish_s, not upgraded.unsure)
    about = markup.note(markup.text("projected")) if upgraded.projected else markup.NOTHING
    timeout = markup.NOTHING
    if answer.completion_timeout_per_gib:
        timeout = markup.note(markup.text(f"deadline {per_gb(answer)}"))
    limits = (
        markup.joined(
            markup.line(markup.literal(name_of(answer, limit, str))),
            markup.note(markup.literal(f"{ease(answer, limit)}, {effect(answer, remedy)}")),
        )
        for remedy in answer.remedies
        for limit in [remedy.limit]
    )
    own = case.label != row.label
    scope = markup.NOTHING if own else markup.joined(markup.note(markup.text(row.scope)), tables.sources_fold(row, opened))
    return tables.Line(
        markup.joined(head, scope),
        (
            markup.joined(markup.text(case.at_once), timeout),
            empty,
            markup.joined(whole, about),
            markup.joined(*limits) or markup.DASH,
        ),
    )


def _time_cell(answer: DrainAnswer, seconds: float, sure: bool) -> Html:
    """A duration, with how it holds beneath it, or above it if it is the least."""
    time = markup.value(markup.text(duration_in_words(seconds)), numeric=True)
    held = markup.NOTHING if sure else markup.note(markup.text(holds(answer)))
    return markup.joined(time, held) if stops(answer) else markup.joined(held, time)


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
            "deadline, s per GB": answer.completion_timeout_per_gib or "",
            "host empty, s": round(answer.drained.finish_s, 1),
            "cluster upgraded, s": round(answer.upgraded.finish_s, 1),
            "projected": "yes" if answer.upgraded.projected else "no",
            "holds": holds(answer) or "as reckoned",
            "what limits": "; ".join(f"{one.limit.value}, {one.saved_s:.0f} s" for one in answer.limits),
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
            "memory GiB": round(as_gib(j.ram_bytes), 3),
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
    """Every host's turn in the upgrade, in seconds since it began."""
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


def turns_sentence(answer: DrainAnswer) -> str:
    """What stands above the hosts' turns."""
    found, stopped = answer.upgraded, sum(turn.stopped + turn.left for turn in answer.upgraded.turns)
    shown = f"The first {len(found.turns)} of {found.hosts} hosts" if found.projected else f"{found.hosts} hosts"
    down = (
        f" {counted(stopped, 'stop', 'stops')} of VMs, each at most {time_of(answer, found.down_s, not found.unsure)} long."
        if stopped
        else " No VM stops."
    )
    return (
        f"{shown}: {counted(found.moves, 'migration')}, at most {found.peak} at once; a VM moves again if its new host's turn is "
        f"still to come.{down}{_mark(answer)}"
    )


def shown(cases: Iterable[DrainCase], platforms: Sequence[Platform], gbps: float, one: str | None) -> list[DrainCase]:
    """The defaults of these platforms on such a link; only the one that the link asks for, if it does."""
    rows = catalog().drain_defaults
    if one:
        return [case for case in cases if case.id == one]
    return [case for case in cases if case.platform in platforms and rows[case.id].holds_at(gbps)]


def caption(answers: Sequence[DrainAnswer]) -> str:
    """What stands above the table of cases."""
    plan, times = answers[0].plan, [answer.drained.finish_s for answer in answers]
    span = (
        f" Host empty after {duration_in_words(min(times))} to {duration_in_words(max(times))}."
        if len(set(times)) > 1 and all(not answer.unsure and not answer.left for answer in answers)
        else ""
    )
    return (
        f"{counted(len(plan.vms), 'VM')} on each of {plan.targets + 1} hosts, {gbit_in_words(plan.link)}, "
        f"{plan.setup_s:g} s of setup: the same host and cluster with each default.{span}"
    )


def host_sentence(answer: DrainAnswer) -> str:
    """What stands above the bars of the VMs."""
    drained = answer.drained
    tried = counted(drained.attempts, "attempt")
    return f"{counted(len(drained.journeys), 'VM')} in the order given, {tried} to move; {answer.case.at_once}.{_mark(answer)}"


def _mark(answer: DrainAnswer) -> str:
    """What has to be known of the bars."""
    return f" The times hold {held}." if (held := holds(answer)) else ""
