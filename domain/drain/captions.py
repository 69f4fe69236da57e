"""What was asked of a drain, and what stands above its tables and bars."""

from __future__ import annotations

from collections.abc import Sequence

from domain.drain.cases import DrainAnswer
from domain.drain.question import DrainQuestion
from domain.drain.sentences import holds, time_of
from domain.quantities.wording import (
    amount_in_words,
    between_in_words,
    counted,
    gbit_in_words,
    number_in_words,
    quoted,
    rate_in_words,
)


def asked(question: DrainQuestion, answer: DrainAnswer) -> str:
    """What was asked, for who sees the answer without its inputs."""
    plan = answer.plan
    vms, memory = counted(len(plan.vms), "VM"), amount_in_words(sum(vm.ram_bytes for vm in plan.vms))
    each = {(vm.ram_bytes, vm.dirty) for vm in question.classes}
    if len(each) == 1:
        ((ram, dirty),) = each
        what = f"{vms} of {amount_in_words(ram)}" + (f" that write {rate_in_words(dirty)} each" if dirty else "")
    else:
        what = f"{vms} with {memory}"
    reboot = f"{number_in_words(question.reboot_s / 60)} min of upgrade and reboot"
    return f"Inputs: {what}, on {_of_hosts(answer)}; {gbit_in_words(plan.link)}, {plan.setup} of setup, {reboot}."


def side_by_side(answers: Sequence[DrainAnswer]) -> str:
    """What stands above the table of cases."""
    plan, times = answers[0].plan, [answer.drained.finish_s for answer in answers]
    span = (
        f" Host empty after {between_in_words(min(times), max(times))}."
        if len(set(times)) > 1 and all(not answer.unsure and not answer.left for answer in answers)
        else ""
    )
    return (
        f"{counted(len(plan.vms), 'VM')} on {_of_hosts(answers[0])}, {gbit_in_words(plan.link)}, "
        f"{plan.setup} of setup: the same host and cluster with each default.{span}"
    )


def _of_hosts(answer: DrainAnswer) -> str:
    """Which host the VMs stand on: each of the cluster, or the one that a list of hosts has fullest."""
    hosts = answer.plan.targets + 1
    return f"{quoted(answer.host)}, the fullest of {hosts} hosts" if answer.host else f"each of {hosts} hosts"


def one_host(answer: DrainAnswer) -> str:
    """What stands above the bars of the VMs."""
    drained = answer.drained
    tried = counted(sum(len(journey.tries) for journey in drained.journeys), "attempt")
    return f"{counted(len(drained.journeys), 'VM')} in the order given, {tried} to move; {answer.case.at_once}.{_mark(answer)}"


def whole_cluster(answer: DrainAnswer) -> str:
    """What stands above the bars of the hosts."""
    found, stopped = answer.upgraded, sum(turn.stopped + turn.left for turn in answer.upgraded.turns)
    shown = f"The first {len(found.turns)} of {found.hosts} hosts" if found.projected else f"{found.hosts} hosts"
    down = (
        f" {counted(stopped, 'stop')} of VMs, each at most {time_of(answer, found.down_s, not found.unsure)} long."
        if stopped
        else " No VM stops."
    )
    return (
        f"{shown}: {counted(found.moves, 'migration')}, at most {found.peak} at once; a VM moves again if its new host's turn is "
        f"still to come.{down}{_mark(answer)}"
    )


def _mark(answer: DrainAnswer) -> str:
    """What has to be known of the bars."""
    return f" The times hold {held}." if (held := holds(answer)) else ""
