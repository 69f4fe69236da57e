"""`python -m domain.live_migration`: the estimator in a script, by the fields of the screens (docs/estimates.md).

estimate FILE.yaml [--json]    a live migration on the three platforms; `-` reads standard input
drain FILE.yaml [--json]       a host drained, and a cluster upgraded
transfer FILE.yaml [--json]    disks copied from VMware
"""

from __future__ import annotations

import json
import signal
import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import Any

from domain.catalog import case_files, catalog
from domain.scripting import drain, estimate, transfer
from domain.scripting.questions import answered, plain, questions

ASKED: dict[str, tuple[Any, str]] = {
    "estimate": (estimate, "a live migration on the three platforms"),
    "drain": (drain, "a host drained, and a cluster upgraded host by host"),
    "transfer": (transfer, "disks copied from VMware, cold, warm and by other ways"),
}


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m domain.live_migration", description="The estimator in a script.")
    commands = parser.add_subparsers(metavar="QUESTION", required=True, dest="question")
    for name, (_, about) in ASKED.items():
        command = commands.add_parser(
            name, help=about, description="Exit status: 0 if all are answered, 2 if the file cannot be taken; then none is."
        )
        command.add_argument(
            "file", metavar="FILE.yaml", help="one question or a list of them (docs/estimates.md); - for standard input"
        )
        command.add_argument("--json", action="store_true", help="print one JSON array")
    return parser


def _answers(given: Namespace, name: str, data: bytes) -> list[str]:
    """What is printed. CaseFileError, CatalogError."""
    room, _ = ASKED[given.question]
    facts, words = catalog(), transfer.known() if room is transfer else room.FIELDS
    document, asked = questions(name, data, words)
    found = answered(document, asked, lambda values: room.answer(facts, values))
    if given.json:
        said = [{"name": one.name, **plain(room.as_json(answer))} for one, answer in found]
        return [json.dumps(said, indent=1, ensure_ascii=False)]
    return ["\n".join([one.name, *(f"  {line}" for line in room.as_text(facts, answer)), ""]) for one, answer in found]


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    return case_files.asked(given.file, partial(_answers, given))


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `… | head` closes the pipe early, which is no fault
    raise SystemExit(main(sys.argv[1:]))
