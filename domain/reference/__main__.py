"""`python -m domain.catalog`: what editors of the YAML run.

check [DIRECTORY]         every problem of every file
evidence --mirrors DIR    whether the files that statements cite say it, and whether they still do
"""

from __future__ import annotations

import json
import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from domain.catalog import DATA, CatalogError, check, load
from domain.catalog.tables import FILES
from domain.quantities.wording import counted
from domain.reference.checks import CHECKS
from domain.reference.evidence.mirrors import MirrorError
from domain.reference.evidence.report import At, in_json, in_text, report


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m domain.catalog", description="What editors of the facts run.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    checks = commands.add_parser("check", help="every problem of every file")
    checks.add_argument("directory", nargs="?", type=Path, default=DATA, metavar="DIRECTORY", help="the YAML; data/ if not given")
    checks.set_defaults(run=_check)
    evidence = commands.add_parser(
        "evidence",
        help="whether the files that statements cite say it, and whether they still do",
        description="Look in git mirrors for the terms that show a statement in the files that it cites. Exit status: 0 if "
        "all that can be read are shown, 1 if not, 2 if it cannot be told.",
    )
    evidence.add_argument(
        "--mirrors", required=True, type=Path, metavar="DIR", help="directory of git repositories, each named owner+name"
    )
    evidence.add_argument(
        "--clone",
        default="",
        metavar="PREFIX",
        help="clone those that are missing, from PREFIX + owner/name: https://github.com/",
    )
    evidence.add_argument(
        "--at",
        type=At,
        choices=list(At),
        default=At.PINNED,
        help="each file as of its source's ref; or whether it has changed since, as of the newest commit of the mirror",
    )
    evidence.add_argument("--json", action="store_true", help="print one JSON object")
    evidence.add_argument("--data", type=Path, default=DATA, metavar="DIRECTORY", help="the YAML; data/ if not given")
    evidence.set_defaults(run=_evidence)
    return parser


def _check(given: Namespace) -> int:
    draft = check(given.directory, CHECKS)
    for problem in sorted(set(draft.problems)):
        print(problem)
    records = sum(map(len, draft.records.values()))
    print(f"{len(set(draft.problems))} problems; {records} records in {len(FILES)} files")
    return 1 if draft.problems else 0


def _evidence(given: Namespace) -> int:
    try:
        if not given.mirrors.is_dir():
            raise MirrorError(f"{given.mirrors} is {'not a directory' if given.mirrors.exists() else 'not there'}.")
        made = report(load(given.data), given.mirrors, given.at, given.clone)
    except CatalogError as error:
        print(
            f"{counted(len(error.problems), 'problem')} in {given.data}: run `python -m domain.catalog check`.", file=sys.stderr
        )
        return 2
    except MirrorError as error:
        print(error, file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(in_json(made), indent=1, ensure_ascii=False))
    else:
        print(*in_text(made), sep="\n")
    return 1 if made.fails else 0


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    status: int = given.run(given)
    return status


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `evidence | head` closes the pipe early, which is no fault
    raise SystemExit(main(sys.argv[1:]))
