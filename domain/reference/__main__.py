"""`python -m domain.catalog check [DIRECTORY]`: every problem of every file, for editors of the YAML."""

from __future__ import annotations

import sys
from pathlib import Path

from domain.catalog import DATA, check
from domain.catalog.tables import FILES
from domain.reference.checks import CHECKS


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] != "check" or len(arguments) > 2:
        print("usage: python -m domain.catalog check [DIRECTORY]", file=sys.stderr)
        return 2
    draft = check(Path(arguments[1]) if len(arguments) == 2 else DATA, CHECKS)
    for problem in sorted(set(draft.problems)):
        print(problem)
    records = sum(map(len, draft.records.values()))
    print(f"{len(set(draft.problems))} problems; {records} records in {len(FILES)} files")
    return 1 if draft.problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
