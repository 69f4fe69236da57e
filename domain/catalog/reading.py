"""Reads a YAML file of the catalogue and remembers on which line every value stands, so that a fault can be found there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

TEXT = "tag:yaml.org,2002:str"
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is (file, 1-based line, record, field) and what is wrong."""

    file: str
    line: int
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        record = f" {self.id}:" if self.id else ""
        where = f" {self.field}:" if self.field else ""
        return f"data/{self.file}:{self.line}:{record}{where} {self.message}"


@dataclass
class YamlDocument:
    """One file as plain values; `lines` maps a path such as ("rows", 3, "unit") to a 1-based line."""

    name: str
    value: Any = None
    data: bytes = b""
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    as_written: bool = False
    """Whether single values stay the texts that they are in the file: 4.20 is no number, and off is not False."""

    def line(self, path: Path_) -> int:
        """Line of the value at `path`, or of the nearest value around it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def report(self, line: int, at: Path_, message: str) -> None:
        self.problems.append(Problem(self.name, line, "", ".".join(map(str, at)), message))


def mentions(value: Any, found: dict[str, set[str]]) -> None:
    """Add to `found` every text given anywhere in `value` under one of its keys, alone or in a list."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in found:
                found[name].update(map(str, inner if isinstance(inner, list) else [inner]))
            mentions(inner, found)
    elif isinstance(value, list):
        for inner in value:
            mentions(inner, found)


def read(path: Path) -> YamlDocument:
    """Read one file; what is wrong with it is in `problems`, never raised."""
    try:
        return parse(path.name, path.read_bytes())
    except OSError as error:
        document = YamlDocument(path.name)
        document.report(1, (), f"cannot be read as YAML: {_say(error)}")
        return document


def parse(name: str, data: bytes, as_written: bool = False) -> YamlDocument:
    """A file's content. One that is not YAML, repeats a key or uses an alias is reported in `problems`, never raised."""
    document = YamlDocument(name, data=data, as_written=as_written)
    try:
        root = yaml.compose(data.decode("utf-8"), Loader=Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        document.report(_error_line(error, data), (), f"cannot be read as YAML: {_say(error)}")
        return document
    if root is not None:
        document.value = _build(root, (), document, set())
    return document


def _build(node: yaml.Node, at: Path_, document: YamlDocument, seen: set[int]) -> Any:
    document.lines[at] = node.start_mark.line + 1
    if id(node) in seen:
        # An alias is the anchored node itself: it could repeat without end, and an editor would not see where a fact stands.
        document.report(document.line(at[:-1]), at, "is an alias; write it out")
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return dict(_items(node, at, document, seen))
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*at, i), document, seen) for i, child in enumerate(node.value)]
    try:
        return node.value if document.as_written else _scalar(node)
    except (yaml.YAMLError, ValueError) as error:
        document.report(document.lines[at], at, f"is not a plain value: {_say(error)}")
        return None


def _items(node: yaml.MappingNode, at: Path_, document: YamlDocument, seen_nodes: set[int]) -> Iterator[tuple[Any, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            document.report(key_node.start_mark.line + 1, at, "has a list or a mapping as a key; write a word")
            continue
        key = str(key_node.value)
        if key in seen:
            document.report(key_node.start_mark.line + 1, (*at, key), "is given twice; keep one")
        seen.add(key)
        value = _build(value_node, (*at, key), document, seen_nodes)
        document.lines[*at, key] = key_node.start_mark.line + 1
        yield key, value


def _scalar(node: yaml.Node) -> Any:
    return node.value if node.tag == TEXT else yaml.constructor.SafeConstructor().construct_object(node)


def _error_line(error: Exception, data: bytes) -> int:
    if isinstance(error, UnicodeDecodeError):
        return data.count(b"\n", 0, error.start) + 1
    if isinstance(error, yaml.reader.ReaderError):
        return data.decode("utf-8", "replace").count("\n", 0, error.position) + 1
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _say(error: Exception) -> str:
    return " ".join(str(getattr(error, "problem", None) or error).split())
