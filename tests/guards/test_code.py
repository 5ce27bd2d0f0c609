"""How our code is written, as far as a syntax tree can tell."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.guards.sources import Guard, Problem, Source, check, product_files, python_files

BROAD = {"Exception", "BaseException"}
CLOCKS = {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"), ("date", "today")}
MONEY = ("core/money.py", "billing/", "payroll/")
SIGNAL_MODULES = ("django.dispatch", "django.db.models.signals", "django.core.signals", "blinker")

SAVES_ALLOWED = {
    "core/company_admin/model_admin.py::save_model": "The form of an admin screen writes the row that it shows.",
    "tenants/accounts/views.py::form_valid": "Saves a session, which is one value.",
    "core/files/storage.py::_save": "Keeps a file; there is no row.",
    "core/files/storage.py::save_company_file": "Keeps a file; there is no row.",
    "core/files/storage.py::keep_file": "Keeps a file; there is no row.",
    "core/sheets.py::_write_xlsx": "Writes a workbook; there is no row.",
    "core/files/pictures.py::_written": "Writes a picture; there is no row.",
    "superadmin/demo/portraits.py::portrait": "Writes a picture; there is no row.",
}
CLOCK_ALLOWED = {
    "core/audit/actions.py::_event": "The moment of writing: a caller must not be able to back-date an audit row.",
    "core/audit/actions.py::record_read": "The same of a look at data.",
    "tenants/schemas/actions.py::provision_company": "A step of a job notes when it was tried, not when the job was asked for.",
    "tenants/schemas/actions.py::seed_schema": "A step of a job notes when it was done, not when the job began.",
    "tenants/schemas/actions.py::open_company": "A step of a job notes when it was done, not when the job began.",
}
SIGNALS_ALLOWED = {
    "tenants/companies/apps.py::django.db.models.signals": "Stops a library's listener; adds none.",
}
RULES_ALLOWED = {
    "hr/attendance/rules/days.py::hr.calendars.rules": "What is planned is reckoned there, as purely.",
    "tenants/companies/rules.py::django.conf": "The base domain of an installation, which never changes while it runs.",
}


def _nodes(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every node with the name of the function around it."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
        for child in ast.iter_child_nodes(node):
            yield child, function
            inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
            yield from walk(child, inner)

    return walk(source.tree, "")


def _calls(source: Source) -> Iterator[tuple[ast.Call, tuple[str, ...], str]]:
    """Every call, what is called (`a.b.c()` as names), and the function around it."""
    for node, function in _nodes(source):
        if isinstance(node, ast.Call):
            yield node, tuple(re.findall(r"\w+", ast.unparse(node.func))), function


def _imports(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Every imported module with its statement; imports for the type checker alone are not made."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped.update(ast.walk(node))
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module


def _broad_excepts(source: Source) -> Iterator[Problem]:
    for node, function in _nodes(source):
        if not isinstance(node, ast.ExceptHandler):
            continue
        names = {"BaseException"} if node.type is None else set(re.findall(r"\w+", ast.unparse(node.type)))
        around = source.lines[node.lineno - 2 : node.body[0].lineno]
        if names & BROAD and not any("# " in line for line in around):
            yield Problem(source, node.lineno, "catches every error without a comment saying why.", name=function)


def _overrides(source: Source) -> Iterator[Problem]:
    if not source.is_layer("models"):
        return
    for node, _ in _nodes(source):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "full_clean"}:
                    yield Problem(source, method.lineno, f"{node.name}.{method.name} hides logic; write an action.", name=node.name)


def _signals(source: Source) -> Iterator[Problem]:
    for node, module in _imports(source):
        if module.startswith(SIGNAL_MODULES):
            yield Problem(source, node.lineno, f"imports {module}: our apps call each other, they do not signal.", name=module)


def _evaluations(source: Source) -> Iterator[Problem]:
    for node, names, function in _calls(source):
        if names in {("eval",), ("exec",), ("compile",)} or names[:1] == ("pickle",):
            yield Problem(source, node.lineno, f"{'.'.join(names)} runs text as code.", name=function)


def _floats(source: Source) -> Iterator[Problem]:
    is_money = source.path.startswith(MONEY)
    for node, function in _nodes(source):
        is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
        is_float = is_float or (isinstance(node, ast.Name) and node.id == "float" and not _is_refusal(source, node.lineno))
        is_field = isinstance(node, ast.Attribute) and node.attr == "FloatField"
        if is_field or (is_money and is_float):
            yield Problem(source, getattr(node, "lineno", 0), "uses binary fractions; money and hours are exact.", name=function)


def _is_refusal(source: Source, line: int) -> bool:
    return "isinstance" in source.lines[line - 1]


def _blind_saves(source: Source) -> Iterator[Problem]:
    for node, names, function in _calls(source):
        if len(names) > 1 and names[-1] == "save" and names[0] != "super":
            keywords = {keyword.arg for keyword in node.keywords}
            if not keywords & {"update_fields", "force_insert"}:
                message = "saves all fields, and with them what another request has just changed; say update_fields."
                yield Problem(source, node.lineno, message, name=function)


def _clocks(source: Source) -> Iterator[Problem]:
    if not source.is_layer("rules", "models", "queries", "actions", "access"):
        return
    for node, names, function in _calls(source):
        if names[-2:] in CLOCKS:
            yield Problem(source, node.lineno, f"asks the clock ({'.'.join(names)}); the edge passes it in.", name=function)


def _impure_rules(source: Source) -> Iterator[Problem]:
    if not source.is_layer("rules"):
        return
    package = source.path.rpartition("/rules")[0].replace("/", ".") + ".rules"
    for node, module in _imports(source):
        root = module.partition(".")[0]
        is_django = root in {"django", "django_tenants", "allauth", "celery"} and not module.startswith("django.utils.")
        is_ours = root in {"tenants", "hr", "payroll", "billing", "superadmin", "config"} and not module.startswith(package)
        if is_django or is_ours:
            yield Problem(source, node.lineno, f"is pure, but imports {module}.", name=module)


def _coroutines(source: Source) -> Iterator[Problem]:
    for node, function in _nodes(source):
        if isinstance(node, ast.AsyncFunctionDef):
            yield Problem(source, node.lineno, "a schema is entered on a thread's connection; coroutines share it.", name=function)


def _unfinished(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.lines, start=1):
        if re.search(r"#.*\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b", line):
            yield Problem(source, number, "is left for later; an issue is the place for that.")


def test_every_error_is_caught_for_a_reason() -> None:
    check(_broad_excepts, python_files())


def test_models_save_plainly() -> None:
    check(_overrides, product_files())


def test_there_are_no_signals() -> None:
    check(_signals, product_files(), allowed=SIGNALS_ALLOWED)


def test_text_is_never_code() -> None:
    check(_evaluations, product_files())


def test_money_is_exact() -> None:
    check(_floats, product_files())


def test_saves_name_their_fields() -> None:
    check(_blind_saves, product_files(), allowed=SAVES_ALLOWED)


def test_the_clock_is_passed_in() -> None:
    check(_clocks, product_files(), allowed=CLOCK_ALLOWED)


def test_rules_are_pure() -> None:
    check(_impure_rules, product_files(), allowed=RULES_ALLOWED)


def test_there_are_no_coroutines() -> None:
    check(_coroutines, product_files())


def test_nothing_is_left_for_later() -> None:
    check(_unfinished, python_files())


BAD: list[tuple[Guard, str, str]] = [
    (_broad_excepts, "hr/x/tasks.py", "try:\n    work()\nexcept Exception:\n    pass\n"),
    (_broad_excepts, "hr/x/tasks.py", "try:\n    work()\nexcept:\n    pass\n"),
    (_broad_excepts, "hr/x/tasks.py", "try:\n    work()\nexcept (ValueError, BaseException):\n    pass\n"),
    (_overrides, "hr/x/models.py", "class Leave(Model):\n    def save(self): ...\n"),
    (_signals, "hr/x/apps.py", "from django.db.models.signals import post_save\n"),
    (_signals, "hr/x/apps.py", "from django.dispatch import receiver\n"),
    (_evaluations, "payroll/engine/run.py", "eval(formula)\n"),
    (_evaluations, "payroll/engine/run.py", "pickle.loads(data)\n"),
    (_floats, "billing/models.py", "price = 29.0\n"),
    (_floats, "billing/queries.py", "def cost(): return float(price)\n"),
    (_floats, "hr/x/models.py", "hours = models.FloatField()\n"),
    (_blind_saves, "hr/x/actions.py", "def change(): employee.save()\n"),
    (_clocks, "hr/x/rules.py", "def is_late(): return timezone.now()\n"),
    (_clocks, "hr/x/queries/days.py", "def today(): return datetime.date.today()\n"),
    (_impure_rules, "hr/x/rules.py", "from django.db import models\n"),
    (_impure_rules, "hr/x/rules.py", "from hr.people.rules import is_leaf\n"),
    (_coroutines, "hr/x/views.py", "async def show(request): ...\n"),
    (_unfinished, "hr/x/views.py", "x = 1  # TO" + "DO: do it\n"),
]
GOOD: list[tuple[Guard, str, str]] = [
    (
        _broad_excepts,
        "hr/x/tasks.py",
        "try:\n    work()\nexcept Exception:  # One company's trouble only.\n    pass\n",
    ),
    (_broad_excepts, "hr/x/tasks.py", "try:\n    work()\nexcept ValueError:\n    pass\n"),
    (_overrides, "hr/x/forms.py", "class LeaveForm(Form):\n    def save(self): ...\n"),
    (_floats, "core/health.py", "seconds = 1.5\n"),
    (_blind_saves, "hr/x/actions.py", "def change(): employee.save(update_fields=['end_date'])\n"),
    (_clocks, "hr/x/views.py", "def show(request): return timezone.now()\n"),
    (_impure_rules, "hr/x/rules/days.py", "from hr.x.rules.clock import replay\nfrom core.dates import WallClock\n"),
    (_impure_rules, "hr/x/rules.py", "if TYPE_CHECKING:\n    from hr.x.models import Leave\n"),
]


def _title(value: object) -> str:
    return str(getattr(value, "__name__", "")).strip("_")


@pytest.mark.parametrize(("guard", "path", "text"), BAD, ids=_title)
def test_the_guard_bites(guard: Guard, path: str, text: str) -> None:
    assert list(guard(Source(path, text)))


@pytest.mark.parametrize(("guard", "path", "text"), GOOD, ids=_title)
def test_the_guard_lets_good_code_pass(guard: Guard, path: str, text: str) -> None:
    assert not list(guard(Source(path, text)))
