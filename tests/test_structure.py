"""The tests themselves: they mirror the tree, none imports from another, and each asserts something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
MODULES = sorted(TESTS.rglob("*.py"))
CHECKS = ("assert_", "expect", "raises", "warns", "fail")
"""Calls that are assertions: helpers named for it, Playwright's, pytest's."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def asserts(test: ast.FunctionDef) -> bool:
    """Whether a test can fail by more than an accident."""
    inside = list(ast.walk(test))
    return any(isinstance(node, ast.Assert) for node in inside) or any(
        called(node).startswith(CHECKS) for node in inside if isinstance(node, ast.Call)
    )


def test_no_module_imports_from_a_test() -> None:
    assert len(MODULES) > 100
    assert [
        f"{path.relative_to(TESTS)}: {name}"
        for path in MODULES
        for name in imported(tree(path))
        if name.startswith("tests.") and ".test_" in name
    ] == []


def test_every_test_asserts_something() -> None:
    assert [
        f"{path.relative_to(TESTS)}: {test.name}" for path in MODULES for test in functions(tree(path)) if not asserts(test)
    ] == []


def test_tests_stand_where_pytest_looks_for_them() -> None:
    others = [path for path in MODULES if not path.name.startswith("test_")]
    assert [path.name for path in others if list(functions(tree(path)))] == []


@pytest.mark.parametrize("room", ["domain", "components"])
def test_the_tests_of_a_room_stand_where_the_room_stands(room: str) -> None:
    folders = [path for path in (TESTS / room).rglob("*") if path.is_dir() and path.name != "__pycache__"]
    assert folders
    assert [path for path in folders if not (ROOT / path.relative_to(TESTS)).is_dir()] == []


def test_what_asserts_nothing_would_be_noticed() -> None:
    written = "def test_a():\n    look()\n\ndef test_b():\n    assert look()\n\ndef test_c():\n    assert_whole(look())\n"
    assert [asserts(test) for test in functions(ast.parse(written))] == [False, True, True]
    assert list(imported(ast.parse("from tests.x.test_y import z"))) == ["tests.x.test_y.z"]
