"""A workload and its result in plain sentences, as an architect would say them aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.catalog.records.workload import WorkloadQuestion
from domain.catalog.vocabulary import Platform, WorkloadOutcome
from domain.decision.conditions import Answers
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict

PHRASES = {
    "os": "{answer}",
    "firmware": "{answer}",
    "vtpm": "a {answer}",
    "confidential": "memory encrypted by {answer}",
    "vcpu": "{answer}",
    "ram": "{answer} of RAM",
    "persistence": "data that {lower}",
    "storage": "storage {lower}",
    "sharing": "{lower}",
    "disks": "{answer}",
    "disk_size": "disks of up to {answer}",
    "network": "{lower}",
    "address": "an IP address that {lower}",
    "throughput": "{lower}",
    "accelerator": "{lower}",
    "pinning": "{lower}",
    "hugepages": "memory in {answer}",
    "numa": "NUMA {lower}",
    "writes": "memory writes {lower}",
    "origin": "{lower}",
    "transfer": "moved {lower}",
    "release": "OVE release {lower}",
    "os.other": "an older or other guest",
    "network.pod": "any IP address",
    "latency.low": "latency counted in microseconds",
    "live.must": "it must live-migrate",
    "live.welcome": "live migration is welcome",
    "live.not-needed": "live migration is not needed",
    "hosts.generations": "hosts of several CPU generations",
    "hosts.vendors": "hosts with Intel and with AMD CPUs",
    "maintenance.never": "maintenance windows are never agreed",
    "origin.new": "a new VM",
}
"""How an answer is said, by question or by question and option; `lower` is the option's label with a small first letter."""

WISHES = ("live", "maintenance")
"""What is asked of the VM, told after what it is."""

SAID_EVEN_IF_NEUTRAL = ("os",)


def summary(book: Rulebook, answers: Answers, standings: Mapping[Platform, PlatformVerdict]) -> str:
    """What is asked for, and where that stands on each platform of `standings`. Answers that ask for nothing are left out."""
    settled = book.settled(answers)
    if not settled:
        return "Nothing is answered yet, so nothing speaks against any platform."
    return " ".join([_asked(book, settled), *(_stands(book, standing) for standing in standings.values())])


def _asked(book: Rulebook, answers: Answers) -> str:
    told = {
        question: _phrase(book.questions[question], answer)
        for question, answer in answers.items()
        if answer != book.questions[question].neutral or question in SAID_EVEN_IF_NEUTRAL
    }
    shape = ", ".join(phrase for question, phrase in told.items() if question not in WISHES)
    wishes = " and ".join(phrase for question, phrase in told.items() if question in WISHES)
    text = "; ".join(part for part in (shape, wishes) if part) or "Nothing out of the ordinary is asked for"
    return text[0].upper() + text[1:] + "."


def _phrase(question: WorkloadQuestion, answer: int | str) -> str:
    label = question.label_of(answer)
    if answer == 1 and label.endswith("s"):
        label = label[:-1]
    template = PHRASES.get(f"{question.id}.{answer}") or PHRASES.get(question.id, f"{question.label}: {{lower}}")
    return template.format(answer=label, lower=label[0].lower() + label[1:])


def _stands(book: Rulebook, standing: PlatformVerdict) -> str:
    """E.g. "OVE: conflicts with a wish (Live migration, GPU)."."""
    outcome, said, reason = standing.outcome, standing.said, ""
    if outcome in (WorkloadOutcome.EXCLUDED, WorkloadOutcome.CONFLICT):
        reason = _labels(book, (question for finding in standing.of(*STOPS) for question in finding.because))
    elif outcome is WorkloadOutcome.UNKNOWN:
        reason = _labels(book, standing.unread)
    elif outcome is WorkloadOutcome.CONDITIONS:
        count = len(standing.conditions)
        said = said.replace("with conditions", "with one condition" if count == 1 else f"with {count} conditions")
    return f"{standing.platform.label}: {said}{f' ({reason})' if reason else ''}."


def _labels(book: Rulebook, questions: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(book.questions[question].label for question in questions))
