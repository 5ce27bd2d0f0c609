"""Each action that anything writes into the trail is put into words that a customer understands."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings

from core.audit.sentences import is_worded
from tests.guards.sources import Guard, Problem, Source, check, product_files

ACTION = re.compile(r"(?!admin:)[a-z_]+:[a-z_]+")

# Actions that are put together when they happen: what each file can make of them.
PUT_TOGETHER = {
    "hr/personal/actions/bank.py": ["bankdetails:confirmed", "bankdetails:refused", "bankdetails:withdrawn"],
    "hr/personal/actions/changes.py": ["changerequest:approved", "changerequest:refused", "changerequest:withdrawn"],
    "hr/personal/actions/entries.py": ["address:added", "address:changed", "address:removed"],
    "hr/documents/actions/documents.py": ["document:added", "document:replaced", "document:removed"],
    "hr/documents/actions/requests.py": ["documentrequest:asked", "documentrequest:fulfilled", "documentrequest:cancelled"],
    "payroll/compensation/actions/dated.py": [
        *(
            f"{noun}:{verb}"
            for noun in ("payterms", "statutoryprofile", "payitem", "garnishmentorder")
            for verb in ("changed", "deleted")
        ),
        "payterms:agreed",
        "statutoryprofile:recorded",
        "garnishmentorder:added",
        "loan:changed",
    ],
    "payroll/structures/actions/edits.py": ["paycomponent:added", "paycomponent:changed", "paycomponent:deleted"],
    "tenants/companies/actions.py": ["company:active", "company:suspended", "company:expired", "company:cancelled"],
    "core/company_admin/model_admin.py": ["department:added", "department:changed", "department:deleted"],
}


@pytest.fixture(autouse=True)
def _words() -> None:
    """The administration's screens say how the actions of their slices read."""
    import_module(settings.ROOT_URLCONF)


def _actions(tree: ast.Module) -> Iterator[tuple[int, str | None]]:
    """Each action with its line; None for one that is put together."""
    for node in ast.walk(tree):
        named = [keyword.value for keyword in node.keywords if keyword.arg == "action"] if isinstance(node, ast.Call) else []
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "action" for to in node.targets):
            named = [node.value]
        for value in (part for each in named for part in ast.walk(each)):
            if isinstance(value, ast.JoinedStr) and ":" in ast.unparse(value):
                yield value.lineno, None
            elif isinstance(value, ast.Constant) and isinstance(value.value, str) and ACTION.fullmatch(value.value):
                yield value.lineno, value.value


def _unworded(source: Source) -> Iterator[Problem]:
    for line, action in _actions(source.tree):
        if action is None and source.path not in PUT_TOGETHER:
            yield Problem(source, line, "Say in PUT_TOGETHER what this action can be.")
        elif action is not None and not is_worded(action):
            yield Problem(source, line, f"Say how {action} reads: register_phrases in the slice's admin.py.")


def test_each_action_has_words() -> None:
    check(_unworded, product_files())


def test_so_do_those_that_are_put_together() -> None:
    assert {path: [action for action in actions if not is_worded(action)] for path, actions in PUT_TOGETHER.items()} == {
        path: [] for path in PUT_TOGETHER
    }
    assert set(PUT_TOGETHER) <= {source.path for source in product_files()}


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (_unworded, "record_event(action='thing:put_away', subject=thing)"),
        (_unworded, "action = 'thing:put_away' if gone else 'thing:added'"),
        (_unworded, "record_event(action=f'thing:{verb}', subject=thing)"),
    ],
)
def test_they_bite(guard: Guard, code: str) -> None:
    assert list(guard(Source("hr/x/actions.py", code)))


def test_plain_verbs_need_no_words() -> None:
    assert not list(_unworded(Source("hr/x/actions.py", "record_event(action='thing:added', subject=thing)")))
