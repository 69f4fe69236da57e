"""`python -m domain.decision`: judges workloads in a script.

judge ANSWERS.yaml [--json]    where each workload of the file stands on each platform; `-` reads standard input
"""

from __future__ import annotations

import json
import signal
import sys
from argparse import ArgumentParser, Namespace

from domain.catalog import case_files, load
from domain.decision.answer_files import read_answers
from domain.decision.judgements import as_json, as_text
from domain.decision.rulebook import rulebook


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m domain.decision", description="Judges workloads in a script.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    judge = commands.add_parser(
        "judge",
        help="where each workload of a file stands on each platform",
        description="Exit status: 0 if all are judged, 2 if the file cannot be taken; then nothing is judged.",
    )
    judge.add_argument(
        "answers", metavar="ANSWERS.yaml", help="the file, as docs/answers.md tells its form; - for standard input"
    )
    judge.add_argument("--json", action="store_true", help="print one JSON array")
    judge.set_defaults(run=_judge)
    return parser


def _judge(given: Namespace) -> int:
    def answered(name: str, data: bytes) -> list[str]:
        book = rulebook(load())
        workloads = read_answers(name, data, book.questions)
        if given.json:
            return [json.dumps(as_json(book, workloads), indent=1, ensure_ascii=False)]
        return list(as_text(book, workloads))

    return case_files.asked(given.answers, answered)


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    status: int = given.run(given)
    return status


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `judge | head` closes the pipe early, which is no fault
    raise SystemExit(main(sys.argv[1:]))
