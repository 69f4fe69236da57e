"""Names that break naive quoting, and the words of a line: as `sh` makes them, and by the documented rule of PowerShell."""

from __future__ import annotations

import re
import string
import subprocess
from pathlib import Path

NASTY = ["x; rm -rf ~", 'a\'b "c" $(d)', "`id`", "$HOME", "a\nb", "~", "'", "''", "-rf", "#x", "007", "1kb", "é‘’‚‛“”", ""]
NASTY += [before + sign + after for sign in string.punctuation for before, after in (("", ""), ("a", "b"), ("", "b"), ("a", ""))]


def run_sh(script: str, directory: Path | None = None) -> list[str]:
    """The arguments that a script's printf '%s\\0' calls got, as sh saw them. Nothing else can run: nothing is on the PATH."""
    done = subprocess.run(
        ["/bin/sh"], input=script.encode(), capture_output=True, timeout=180, cwd=directory, env={"PATH": "/nowhere"}
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().split("\0")[:-1]


SINGLE = "'\u2018\u2019\u201a\u201b"


def powershell_words(line: str) -> list[str | tuple[str]]:
    """The words of a PowerShell line by the rule of about_Quoting_Rules; special characters outside strings as tuples.

    A verbatim string runs from a single quote (ASCII or U+2018 to U+201B) to the next one that is not doubled, and nothing
    in it is expanded. A word that begins with such a string ends with it.
    """
    words: list[str | tuple[str]] = []
    current = ""
    rest = iter(range(len(line)))
    for at in rest:
        if line[at] in SINGLE:
            text = ""
            for inner in rest:
                doubled = line[inner] in SINGLE and line[inner + 1 : inner + 2] and line[inner + 1] in SINGLE
                if line[inner] in SINGLE and not doubled:
                    break
                text += line[next(rest)] if doubled else line[inner]
            else:
                raise AssertionError(f"a string is not closed: {line}")
            words, current = ([*words, text], "") if not current else (words, current + text)
        elif re.fullmatch(r"[\w.:\\/-]", line[at], re.ASCII):
            current += line[at]
        else:
            words += [current] if current else []
            words += [] if line[at] in " \t" else [(line[at],)]
            current = ""
    return [*words, current] if current else words
