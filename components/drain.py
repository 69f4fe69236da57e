"""The drain window in words and tables: the verdict, each default beside the others, and the schedules to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import pandas as pd

from components import links, tables
from components.claims import count
from components.look import COLOURS
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.migration.drain.cases import Answer, Case, Remedy
from domain.migration.drain.limits import Limit, largest
from domain.migration.drain.plan import Outcome
from domain.migration.say import say_seconds
from domain.migration.units import as_gbit_s, as_gib

COLUMNS = [
    tables.Column("Default", width=27),
    tables.Column("At once", width=17),
    tables.Column("Host empty", numeric=True, width=13),
    tables.Column("Cluster upgraded", numeric=True, width=15),
    tables.Column("What limits"),
]

ASSUMED = (
    ":small[Reckoned: VMs start in the order given, each to the host with the fewest VMs, which has room; the copies of a host "
    "share its link equally, and equal VMs run in step; a copy takes what the studio's estimator says at its share. "
    "Not reckoned: storage, pools of CPU types, affinity, a busy network.]"
)


def verdict(answer: Answer) -> str:
    """How long, what limits and what would help, and what stops, in Markdown."""
    drained, found, name = answer.drained, answer.upgraded, links.inline(answer.case.label)
    about = "about " if found.projected else ""
    whole = f"all {found.hosts} hosts are upgraded after {about}{say_seconds(found.finish_s)}"
    time = say_seconds(drained.finish_s)
    if answer.left:
        stay = f"{count(answer.left, 'VM')} {'stays' if answer.left == 1 else 'stay'} behind"
        head = f"**{name}: the host does not get empty. {stay}**, {_why(answer)}; the rest is done after {time}."
        head += f" If {_verb(answer.left, 'it is', 'they are')} stopped then, {whole}."
    else:
        head = f"**{name}: the host is empty after {time}, {whole}.**"
    return " ".join(part for part in (head, _limits(answer), _moved(answer), _stopped(answer)) if part)


def _moved(answer: Answer) -> str:
    drained = answer.drained
    moved, memory = drained.count(Outcome.MOVED), f"{as_gib(drained.moved_bytes):,.4g} GiB"
    if not moved:
        return "No VM moves."
    return f"{count(moved, 'VM')} with {memory} {_verb(moved, 'moves', 'move')}, at most {drained.peak} at once."


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _why(answer: Answer) -> str:
    names = list(dict.fromkeys(j.kind or j.name for j in answer.drained.journeys if j.outcome is Outcome.LEFT))
    listed = ", ".join(links.plain(name, 40) for name in names[:3]) + (" and others" if len(names) > 3 else "")
    if answer.plan.failure:
        return f"after {answer.plan.retries + 1} attempts ({listed})"
    return f"because {_verb(answer.left, 'it writes', 'they write')} faster than the link takes ({listed})"


def _stopped(answer: Answer) -> str:
    stopped, turn = answer.drained.count(Outcome.STOPPED), answer.upgraded.turns[0]
    if not stopped:
        return ""
    down = say_seconds(turn.back_s - turn.start_s)
    return f"{count(stopped, 'VM')} cannot move: {_verb(stopped, 'it is', 'they are')} down for {down}, until the host is back."


def _limits(answer: Answer) -> str:
    parts = [
        f"{said} **{_name(answer, remedy.limit, links.plain)}**: {_ease(answer, remedy.limit)}, {_effect(answer, remedy)}."
        for said, remedy in zip(("What limits is", "Another is"), answer.remedies, strict=False)
    ]
    return " ".join(parts)


def _effect(answer: Answer, remedy: Remedy) -> str:
    if remedy.left < answer.left:
        return f"{remedy.left or 'none'} would stay behind, after {say_seconds(remedy.seconds)}"
    if remedy.left == answer.left and remedy.seconds < answer.drained.finish_s:
        return f"it would take {say_seconds(remedy.seconds)}"
    return "it would not help"


def _name(answer: Answer, limit: Limit, quoted: Callable[[str], str]) -> str:
    plan = answer.plan
    name = plan.vms[largest(plan)].name if limit is Limit.ONE_VM else ""
    return {
        Limit.NODE: f"the limit of {plan.outbound} from a host",
        Limit.CLUSTER: f"the limit of {plan.cluster} in the cluster",
        Limit.BOTH: f"the limit of {plan.outbound}, from a host and in the cluster",
        Limit.CAP: "the cap on each migration",
        Limit.LINK: "the link",
        Limit.SETUP: f"the {plan.setup_s:g} s before each copy",
        Limit.FAILURES: "failed attempts",
        Limit.SHUTDOWN: "the shutdown of what cannot move",
        Limit.ONE_VM: f"one large VM ({quoted(name)})",
    }[limit]


def _ease(answer: Answer, limit: Limit) -> str:
    plan = answer.plan
    return {
        Limit.NODE: f"with {2 * (plan.outbound or 0)}",
        Limit.CLUSTER: f"with {2 * (plan.cluster or 0)}",
        Limit.BOTH: f"with {2 * (plan.outbound or 0)} for both",
        Limit.CAP: "with twice as much",
        Limit.LINK: "with twice the rate",
        Limit.SETUP: "with half of that",
        Limit.FAILURES: "with half as many",
        Limit.SHUTDOWN: "in half the time",
        Limit.ONE_VM: "without it",
    }[limit]


def lines(answers: Iterable[Answer], opened: str | None) -> list[tables.Line]:
    """A row a case, with what stands behind its limits."""
    return [_line(answer, answer.case.id == opened) for answer in answers]


def _line(answer: Answer, opened: bool) -> tables.Line:
    case, row = answer.case, catalog().drain_defaults[answer.case.id]
    edge = f'<div style="border-left:3px solid {COLOURS[case.platform]};padding-left:.5rem">'
    head = f"{edge}{tables.row_head('drain_defaults', row.id, case.label)}</div>"
    empty = f'<div class="v num">{say_seconds(answer.drained.finish_s)}</div>'
    if answer.left:
        rest = f'<div class="s">the rest after {say_seconds(answer.drained.finish_s)}</div>'
        empty = f'<span class="m bad">✕&nbsp;not empty, {answer.left} left</span>{rest}'
    about = '<div class="s">projected</div>' if answer.upgraded.projected else ""
    limits = "".join(
        f'<div>{escape(_name(answer, limit, str))}</div><div class="s">{_ease(answer, limit)}, {_effect(answer, remedy)}</div>'
        for remedy in answer.remedies
        for limit in [remedy.limit]
    )
    own = case.label != row.label
    scope = "" if own else f'<div class="s">{tables.text(row.scope)}</div>{tables.sources_fold(row, opened)}'
    return tables.Line(
        head + scope,
        (
            escape(case.at_once),
            empty,
            f'<div class="v num">{say_seconds(answer.upgraded.finish_s)}</div>{about}',
            limits or "—",
        ),
    )


def cases_frame(answers: Iterable[Answer]) -> pd.DataFrame:
    """Every case with its limits and what they lead to, in seconds."""
    return pd.DataFrame(
        {
            "id": answer.case.id, "default": answer.case.label, "platform": answer.case.platform.label,
            "from a host": answer.case.outbound, "to a host": answer.case.inbound or "",
            "in the cluster": answer.case.cluster or "", "host empty, s": round(answer.drained.finish_s, 1),
            "cluster upgraded, s": round(answer.upgraded.finish_s, 1),
            "projected": "yes" if answer.upgraded.projected else "no",
            "what limits": "; ".join(f"{lift.limit.value}, {lift.saved_s:.0f} s" for lift in answer.limits),
            **{outcome.value: answer.drained.count(outcome) for outcome in Outcome},
        }
        for answer in answers
    )  # fmt: skip


def schedule_frame(answer: Answer) -> pd.DataFrame:
    """Every VM's way off the host, in seconds since the drain began."""
    return pd.DataFrame(
        {
            "vm": j.name, "class": j.kind, "memory GiB": round(as_gib(j.ram_bytes), 3), "outcome": j.outcome.value,
            "start, s": round(j.start_s, 1), "copy begins, s": round(j.copy_s, 1), "end, s": round(j.end_s, 1),
            "to other host no.": j.target or "", "attempts": len(j.tries),
        }
        for j in answer.drained.journeys
    )  # fmt: skip


def turns_frame(answer: Answer) -> pd.DataFrame:
    """Every host's turn in the upgrade, in seconds since it began."""
    return pd.DataFrame(
        {
            "host": turn.host + 1, "drain begins, s": round(turn.start_s, 1), "empty, s": round(turn.empty_s, 1),
            "back, s": round(turn.back_s, 1), "moved": turn.moved, "stopped": turn.stopped, "left": turn.left,
            "attempts": turn.attempts,
        }
        for turn in answer.upgraded.turns
    )  # fmt: skip


def turns_sentence(answer: Answer) -> str:
    """What stands above the hosts' turns."""
    found, stopped = answer.upgraded, sum(turn.stopped + turn.left for turn in answer.upgraded.turns)
    shown = f"The first {len(found.turns)} of {found.hosts} hosts" if found.projected else f"{found.hosts} hosts"
    down = (
        f" {count(stopped, 'stop', 'stops')} of VMs, each at most {say_seconds(found.down_s)} long."
        if stopped
        else " No VM stops."
    )
    return (
        f"{shown}: {count(found.moves, 'migration')}, at most {found.peak} at once; a VM moves again if its new host's turn is "
        f"still to come.{down}"
    )


def shown(cases: Iterable[Case], platforms: Sequence[Platform], gbps: float, one: str | None) -> list[Case]:
    """The defaults of these platforms on such a link; only the one that the link asks for, if it does."""
    rows = catalog().drain_defaults
    if one:
        return [case for case in cases if case.id == one]
    return [case for case in cases if case.platform in platforms and rows[case.id].holds_at(gbps)]


def caption(answers: Sequence[Answer]) -> str:
    """What stands above the table of cases."""
    plan, times = answers[0].plan, [answer.drained.finish_s for answer in answers]
    span = (
        f" Host empty after {say_seconds(min(times))} to {say_seconds(max(times))}."
        if len(set(times)) > 1 and not any(answer.left for answer in answers)
        else ""
    )
    return (
        f"{count(len(plan.vms), 'VM')} on each of {plan.targets + 1} hosts, {as_gbit_s(plan.link):g} Gbit/s, "
        f"{plan.setup_s:g} s of setup: the same host and cluster with each default.{span}"
    )


def host_sentence(answer: Answer) -> str:
    """What stands above the bars of the VMs."""
    drained = answer.drained
    tried = count(drained.attempts, "attempt")
    return f"{count(len(drained.journeys), 'VM')} in the order given, {tried} to move; {answer.case.at_once}."
