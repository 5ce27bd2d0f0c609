"""Where a schema may be entered, and for how long: a company that is entered stays entered for whatever runs next in the thread."""

import ast
from collections.abc import Iterator

import pytest

from tests.guards.sources import Guard, Problem, Source, check, product_files

CONTEXTS = {"tenant_context", "schema_context", "in_public"}
# These enter and do not leave by themselves.
ENTERING = {"enter_schema", "enter_public", "leave_schema", "set_tenant", "set_schema", "set_schema_to_public"}

ENTERING_ALLOWED = {
    "core/tenancy.py": "The names by which all others do it.",
    "tenants/companies/middleware.py": "A request's company, left when it is answered.",
    "tenants/schemas/postgresql/base.py": "The connection itself.",
    "tenants/schemas/management/commands/migrate_shared.py": "An operator's command, in public.",
    "tenants/schemas/template.py": "An operator's command in its scratch schema.",
    "tenants/fleet/plans.py": "An operator's command in its scratch schema.",
    "tenants/fleet/steps.py": "An operator's command; the connection is closed after each company.",
    "tenants/fleet/actions.py": "An operator's command back in public, wherever a migration has ended.",
}


def _names_called(node: ast.AST) -> set[str]:
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {ast.unparse(call.func).rpartition(".")[2] for call in calls}


def _pauses(source: Source) -> Iterator[Problem]:
    """A generator that pauses inside a company leaves its reader there, and another one goes on in the reader's."""
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef) or any(
            "contextmanager" in ast.unparse(each) for each in function.decorator_list
        ):
            continue
        for block in ast.walk(function):
            if not isinstance(block, ast.With) or not any(_names_called(item) & CONTEXTS for item in block.items):
                continue
            if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(block)):
                message = "pauses inside a company's context; read what is needed, leave, then yield."
                yield Problem(source, block.lineno, message, name=function.name)


def _entrances(source: Source) -> Iterator[Problem]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ENTERING:
            yield Problem(source, node.lineno, "enters without leaving; use tenant_context(company) or in_public().")


def test_no_generator_pauses_inside_a_company() -> None:
    check(_pauses, product_files())


def test_whoever_enters_leaves() -> None:
    check(_entrances, product_files(), allowed=ENTERING_ALLOWED)


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (_pauses, "def rows(company):\n    with tenant_context(company):\n        yield from Employee.objects.all()"),
        (_pauses, "def rows():\n    with atomic(), in_public():\n        for row in Company.objects.all():\n            yield row"),
        (_entrances, "def show(company):\n    enter_schema(company)"),
        (_entrances, "def show(company):\n    connection.set_tenant(company)"),
    ],
)
def test_they_bite(guard: Guard, code: str) -> None:
    assert list(guard(Source("hr/x/queries.py", code)))


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (_pauses, "def rows(company):\n    with tenant_context(company):\n        found = list(find())\n    yield from found"),
        (_pauses, "@contextmanager\ndef inside(company):\n    with tenant_context(company):\n        yield"),
        (_entrances, "def show(company):\n    with tenant_context(company):\n        pass"),
    ],
)
def test_they_let_good_code_pass(guard: Guard, code: str) -> None:
    assert not list(guard(Source("hr/x/queries.py", code)))
