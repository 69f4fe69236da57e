"""The rooms of the house: imports go one way, links are made in one module, and no page writes raw HTML into Markdown."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "domain": {"streamlit", "plotly", "components", "pages", "app", "tests", "benchmarks"},
    "components": {"pages", "app", "tests", "benchmarks"},
    "pages": {"pages", "app", "tests", "benchmarks"},
}
PRODUCT = [
    path
    for room in ("domain", "components", "pages", ".")
    for path in sorted((ROOT / room).glob("**/*.py" if room != "." else "*.py"))
]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports, also inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield str(node.module).split(".")[0]


def test_the_whole_product_is_looked_at() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in PRODUCT}
    assert {"app.py", "domain/catalog/loading.py", "components/kit/links.py", "pages/overview.py"} <= names


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_from_rooms_to_its_left(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    assert not [f"{p.relative_to(ROOT)} imports {name}" for p in files for name in imported(p) if name in FORBIDDEN[room]]


HEAVY = {"plotly"}
"""What is loaded by the figure that needs it: its import takes longer than any page without a figure."""


def test_an_import_stands_in_a_function_only_where_it_is_too_heavy_for_a_page_without_figures() -> None:
    inside = set()
    for path in PRODUCT:
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                        inside |= {f"{path.relative_to(ROOT)}: {name}" for name in names if str(name).split(".")[0] not in HEAVY}
    assert not inside


def test_no_module_imports_one_that_imports_it() -> None:
    """Also where the circle goes through a package's own file, or through an import that only types need."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in PRODUCT}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        graph[name] = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                graph[name] |= {alias.name for alias in node.names} & modules.keys()
            elif isinstance(node, ast.ImportFrom):
                inner = {f"{node.module}.{alias.name}" for alias in node.names} & modules.keys()
                graph[name] |= inner if len(inner) == len(node.names) else inner | ({str(node.module)} & modules.keys())
    assert sum(map(len, graph.values())) > 500
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules)


def test_one_module_touches_the_query_parameters_and_one_makes_links_with_them() -> None:
    names = ("query_params", "experimental_get_query_params", "experimental_set_query_params")
    touching, making = set(), set()
    for path in PRODUCT:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in names:
                touching.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.keyword) and node.arg in names:
                making.add(path.relative_to(ROOT).as_posix())
    assert touching == {"components/kit/address.py"}
    assert making == {"components/kit/links.py"}


def test_nothing_allows_unsafe_html_or_javascript() -> None:
    unsafe = ("unsafe_allow_html", "unsafe_allow_javascript")
    assert not [
        f"{path.relative_to(ROOT)}: {word}" for path in PRODUCT for word in unsafe if word in path.read_text(encoding="utf-8")
    ]


def test_the_domain_reads_no_facts_from_anywhere_but_the_data_folder() -> None:
    """No network in the domain, and files are opened by the reader of the catalogue only; a command reads git mirrors."""
    network = {"urllib", "http", "socket", "requests", "httpx", "subprocess"}
    evidence = ROOT / "domain" / "reference" / "evidence"
    for path in sorted((ROOT / "domain").rglob("*.py")):
        assert network & set(imported(path)) <= ({"subprocess"} if path == evidence / "mirrors.py" else set()), path
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        opens = [
            c for c in calls if getattr(c.func, "id", "") == "open" or getattr(c.func, "attr", "") in ("read_text", "read_bytes")
        ]
        assert not opens or path.name in ("reading.py", "loading.py"), path
    mirrors = [path for path in PRODUCT if "domain.reference.evidence" in path.read_text(encoding="utf-8")]
    assert [path for path in mirrors if path.parent != evidence] == [ROOT / "domain" / "reference" / "__main__.py"]


def test_every_question_leads_to_a_screen_or_to_a_row_that_has_one() -> None:
    from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
    from domain.catalog import catalog

    for question in catalog().questions.values():
        table, _, row = question.target.partition("/")
        assert (PAGE_OF_TABLE[table] if row else table) in BY_SLUG, question.id


def test_every_screen_of_the_menu_is_a_page_and_every_page_is_in_the_menu() -> None:
    from components.kit.menu import PAGE_OF_TABLE, SCREENS

    slugs = [screen.slug for screen in SCREENS]
    assert sorted(slugs) == sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    assert set(PAGE_OF_TABLE.values()) <= set(slugs)


def test_every_table_that_search_answers_from_has_a_screen_and_a_name() -> None:
    from domain.catalog import catalog
    from domain.catalog.tables import BY_NAME
    from domain.reference.search import index

    tables = {BY_NAME[document.table] for document in index(catalog()).documents}
    assert all(table.title for table in tables)
    assert {table.name for table in tables if not table.page} == {"questions", "topics"}
