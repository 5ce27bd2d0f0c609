"""Nothing is so long that it cannot be read at once."""

import ast
from collections.abc import Iterator

import pytest

from tests.guards.sources import Problem, Source, check, python_files, templates

PYTHON_LINES = 400
TEST_LINES = 600
TEMPLATE_LINES = 200
FUNCTION_LINES = 40
VIEW_LINES = 25
VAGUE_NAMES = {"utils", "helpers", "common", "services", "managers", "misc", "base"}

FUNCTIONS_ALLOWED = {
    "tenants/companies/actions.py::create_company": "Lists a company's facts twice, one a line; there is one way through it.",
}
VAGUE_NAMES_ALLOWED = {
    "config/settings/base.py": "What all settings share; the name that Django's own documentation gives it.",
    "tenants/schemas/postgresql/base.py": "Django loads a database backend from a module of this name.",
}


def _long_files(source: Source) -> Iterator[Problem]:
    limit = TEMPLATE_LINES if source.path.startswith("templates/") else TEST_LINES if source.is_test else PYTHON_LINES
    if len(source.lines) > limit:
        yield Problem(source, limit, f"has {len(source.lines)} lines; at most {limit} are read at once. Split it by noun or verb.")


def _long_functions(source: Source) -> Iterator[Problem]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        limit = VIEW_LINES if _is_view(node, source) else FUNCTION_LINES
        # What it says about itself is asked of every function and costs none of its lines.
        docstring = node.body[0] if ast.get_docstring(node) else None
        ignored = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
        length = (node.end_lineno or node.lineno) - node.lineno + 1 - ignored
        if length > limit:
            yield Problem(source, node.lineno, f"{node.name} has {length} lines; at most {limit}.", name=node.name)


def _is_view(node: ast.FunctionDef | ast.AsyncFunctionDef, source: Source) -> bool:
    return source.is_layer("views") and bool(node.args.args) and node.args.args[0].arg == "request"


def _vague_names(source: Source) -> Iterator[Problem]:
    parts = source.path.removesuffix(".py").split("/")
    for part in parts:
        if part in VAGUE_NAMES:
            yield Problem(source, 1, f"“{part}” says nothing about what is in it; name the thing.")


def test_files_are_short() -> None:
    check(_long_files, [*python_files(), *templates()])


def test_functions_are_short() -> None:
    check(_long_functions, [source for source in python_files() if not source.is_migration], allowed=FUNCTIONS_ALLOWED)


def test_files_are_named_after_what_is_in_them() -> None:
    check(_vague_names, python_files(), allowed=VAGUE_NAMES_ALLOWED)


def _function(lines: int, first_argument: str = "") -> str:
    return f"def work({first_argument}):\n" + "    step()\n" * (lines - 1)


class TestGuardsBite:
    @pytest.mark.parametrize(
        ("path", "lines"),
        [("hr/x/models.py", 401), ("hr/x/tests/test_x.py", 601), ("templates/hr/x/list.html", 201)],
    )
    def test_on_long_files(self, path: str, lines: int) -> None:
        assert list(_long_files(Source(path, "x = 1\n" * lines)))
        assert not list(_long_files(Source(path, "x = 1\n" * (lines - 1))))

    @pytest.mark.parametrize(("path", "lines", "argument"), [("hr/x/actions.py", 41, ""), ("hr/x/views.py", 26, "request")])
    def test_on_long_functions(self, path: str, lines: int, argument: str) -> None:
        assert list(_long_functions(Source(path, _function(lines, argument))))
        assert not list(_long_functions(Source(path, _function(lines - 1, argument))))

    def test_on_vague_names(self) -> None:
        assert list(_vague_names(Source("hr/utils.py", "")))
        assert list(_vague_names(Source("hr/helpers/dates.py", "")))
        assert not list(_vague_names(Source("hr/people/actions.py", "")))
