"""Fills the templates of commands with names, each quoted for the shell the command is meant for; writes objects as YAML.

A template is a command line with places such as `{{vm}}`. The whole shell word around a place is quoted as
one, so `vm/{{vm}}` with the name `a b` becomes `'vm/a b'`. Words without a place stay as they are written.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import FieldKind, Shell

PLACE = re.compile(r"\{\{([a-z][a-z0-9-]*)\}\}")
NUMBER = "number"
"""The place that is no field: of a command that is written several times, which one it is."""

MAX_LENGTH = 253
"""Longest name accepted, in characters: Kubernetes' own limit for object names (RFC 1123 subdomain)."""

_SH_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|\{\{[a-z0-9-]+\}\}|[^\s'"\\|;&<>()])+""")
_PS_WORD = re.compile(r"""(?:'(?:[^']|'')*'|"(?:`.|[^"`])*"|\{\{[a-z0-9-]+\}\}|[^\s'"|;&<>(){},=])+""")
_PS_SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"
_PS_BARE = re.compile(r"[A-Za-z\\][A-Za-z0-9_.:\\-]*|[1-9][0-9]{0,5}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_QUANTITY = re.compile(r"[1-9][0-9]{0,5}[MGTPE]i?")
_NUMBER_OR_DATE = re.compile(
    r"(?:[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|0[oObBxX][0-9a-fA-F_]+|[0-9]{4}-[0-9]+-[0-9]+)\Z"
)


class NameFaultError(ValueError):
    """A name that cannot be put into a command. The text says what is wrong and how to mend it."""


def refuse(faults: Iterable[str]) -> None:
    """NameFaultError, a ValueError, with every fault as a sentence, if there is one."""
    if found := [fault for fault in faults if fault]:
        raise NameFaultError(" ".join(found))


class _Dumper(yaml.SafeDumper):
    """Also quotes what only Kubernetes' YAML reader takes for a number, a date or a truth value: names such as 1e3, 08 and y.

    Source: sigs.k8s.io/yaml, goyaml.v2/resolve.go.
    """

    def ignore_aliases(self, _data: Any) -> bool:
        """Equal parts are written out: an anchor would puzzle the reader."""
        return True


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER_OR_DATE, list("-+.0123456789"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]\Z"), list("yYnN"))


def yaml_text(objects: Iterable[Mapping[str, Any]]) -> str:
    """Objects as one YAML file of several documents, every text quoted that Kubernetes would read as something else."""
    text: str = yaml.dump_all(objects, Dumper=_Dumper, sort_keys=False, width=1000)
    return text


def quote_powershell(word: str) -> str:
    """`word` as exactly one argument of PowerShell.

    A verbatim string: single quotes around it, every single quote in it doubled (about_Quoting_Rules). PowerShell
    takes the typographic quotes U+2018 to U+201B for single quotes too, so those are doubled alike.
    """
    if _PS_BARE.fullmatch(word):
        return word
    doubled = "".join(char * 2 if char in _PS_SINGLE_QUOTES else char for char in word)
    return f"'{doubled}'"


_QUOTE = {Shell.SH: shlex.quote, Shell.POWERSHELL: quote_powershell}
"""How a word becomes one argument; for sh as IEEE 1003.1, 2.2.2 Single-Quotes, has it."""

_WORD = {Shell.SH: _SH_WORD, Shell.POWERSHELL: _PS_WORD}


def places(template: str) -> tuple[str, ...]:
    """Names of the places of a template, each once, in order."""
    return tuple(dict.fromkeys(PLACE.findall(template)))


def check_name(value: str, kind: FieldKind, label: str) -> str:
    """`value` without surrounding blanks, if it may stand in a command. Raises NameFaultError with a clear sentence."""
    value = value.strip()
    if not value:
        raise NameFaultError(f"{label} is empty; type a value.")
    if len(value) > MAX_LENGTH:
        raise NameFaultError(f"{label} is longer than {MAX_LENGTH} characters; shorten it.")
    if not value.isprintable():
        raise NameFaultError(f"{label} contains a line break or another control character; remove it.")
    if value.startswith("-"):
        raise NameFaultError(f"{label} starts with a dash, which a command would read as an option; start it otherwise.")
    if any(char in value for char in "*?["):
        raise NameFaultError(f"{label} contains a wildcard (* ? [), which a tool would match against many names; remove it.")
    if kind is FieldKind.NUMBER and not _NUMBER.fullmatch(value):
        raise NameFaultError(f"{label} must be a whole number from 1 to 999999.")
    if kind is FieldKind.QUANTITY and not _QUANTITY.fullmatch(value):
        raise NameFaultError(f"{label} must be a size such as 50Gi: a whole number and M, G, T, P or E, with or without i.")
    return value


def fill(template: str, names: Mapping[str, str], shell: Shell) -> str:
    """The command with every place filled and quoted for `shell`. KeyError: a place has no name."""
    return _WORD[shell].sub(lambda word: _fill_word(word.group(), names, shell), template)


def filled(run: Run, names: Mapping[str, str]) -> Run:
    """The record's command with every place filled. KeyError: a place has no name."""
    return run.model_copy(update={"command": fill(run.command, names, run.shell)})


def _fill_word(word: str, names: Mapping[str, str], shell: Shell) -> str:
    if not PLACE.search(word):
        return word
    bare = _unquote(word, shell)
    return _QUOTE[shell](PLACE.sub(lambda place: names[place.group(1)], bare))


def _unquote(word: str, shell: Shell) -> str:
    if shell is Shell.SH:
        return shlex.split(word)[0]
    if len(word) > 1 and word[0] == word[-1] == "'":
        return word[1:-1].replace("''", "'")
    return word


def template_faults(template: str, shell: Shell, kinds: Mapping[str, FieldKind]) -> list[str]:
    """What is wrong with a template: unknown places, and names of free text inside quotes or outside any word."""
    faults = [f"'{{{{{name}}}}}' is not a field of fields.yaml" for name in places(template) if name not in kinds]
    filled = _WORD[shell].sub(lambda word: PLACE.sub("", word.group()), template)
    faults += [f"'{{{{{name}}}}}' does not stand in a word of its own" for name in places(filled)]
    for word in _WORD[shell].findall(template):
        quoted = any(char in word for char in "'\"")
        faults += [
            f"'{{{{{name}}}}}' must not stand inside quotes"
            for name in places(word)
            if quoted and (kinds.get(name) is FieldKind.TEXT or shell is Shell.POWERSHELL)
        ]
    return faults
