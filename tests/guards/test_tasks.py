"""Every job says whose it is, and only the dispatcher talks to the broker."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping

import pytest
from django.conf import settings

from config.celery import app
from core.jobs.tasks import Task, all_tasks, company_task
from tests.guards.sources import Problem, Source, check, product_files
from tests.guards.test_code import _calls, _imports

# Where a message to a worker is made.
THE_WIRING = {"config/celery.py", "config/worker.py"}


def _messages(source: Source) -> Iterator[Problem]:
    """Whatever goes to the broker past the outbox: it could be lost, doubled, or run in the wrong company."""
    for call, names, function in _calls(source):
        if names[-1:] in {("delay",), ("apply_async",), ("send_task",), ("shared_task",)}:
            yield Problem(source, call.lineno, f"calls {names[-1]}; ask for jobs by .enqueue() (core.jobs.tasks).", name=function)
    for node, module in _imports(source):
        if module.split(".")[0] in {"celery", "kombu"}:
            yield Problem(source, node.lineno, f"imports {module}; jobs are declared by core.jobs.tasks.", name=module)


def _tasks_elsewhere(source: Source) -> Iterator[Problem]:
    """Tasks in modules that a worker does not load."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef) or source.name in {"tasks.py", "mail.py"}:
            continue
        for decorator in node.decorator_list:
            if "_task(" in ast.unparse(decorator):
                yield Problem(source, node.lineno, "is declared where no worker looks; put it into tasks.py.", name=node.name)


def _check_catch_all(tasks: Iterable[Task]) -> None:
    """A worker of the next release may be given less or more than it knows."""
    strict = [task.name for task in tasks if inspect.Parameter.VAR_KEYWORD not in _kinds(task)]
    assert not strict, f"take no **_kwargs: {strict}"


def _kinds(task: Task) -> set[object]:
    return {parameter.kind for parameter in inspect.signature(task.function).parameters.values()}


def _check_rounds(rounds: Iterable[str], tasks: Mapping[str, object]) -> None:
    unknown = set(rounds) - set(tasks)
    assert not unknown, f"planned, but there is no such task: {unknown}"


def test_nobody_talks_to_the_broker_past_the_outbox() -> None:
    check(_messages, [source for source in product_files() if source.path not in THE_WIRING])


def test_the_only_message_is_which_job_to_run() -> None:
    app.loader.import_default_modules()
    assert {name for name in app.tasks if not name.startswith("celery.")} == {"run_job"}


def test_every_task_is_found_by_a_worker() -> None:
    check(_tasks_elsewhere, product_files())


def test_every_task_bears_arguments_of_another_release() -> None:
    _check_catch_all(all_tasks().values())


def test_every_round_has_a_task() -> None:
    _check_rounds(settings.JOB_ROUNDS, all_tasks())


class TestGuardsBite:
    @pytest.mark.parametrize("code", ["task.delay(1)", "task.apply_async()", "from celery import shared_task", "import kombu"])
    def test_on_a_way_past_the_outbox(self, code: str) -> None:
        assert list(_messages(Source("hr/x/actions.py", f"{code}\n")))

    def test_on_a_task_that_no_worker_loads(self) -> None:
        code = "@company_task()\ndef send(**_kwargs): ...\n"
        assert list(_tasks_elsewhere(Source("hr/x/actions.py", code)))
        assert not list(_tasks_elsewhere(Source("hr/x/tasks.py", code)))

    def test_on_a_task_that_takes_only_what_it_knows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("core.jobs.tasks._tasks", {})

        @company_task()
        def strict(*, number: int) -> None: ...

        with pytest.raises(AssertionError, match="strict"):
            _check_catch_all([strict])

    def test_on_a_plan_for_nothing(self) -> None:
        with pytest.raises(AssertionError, match="no such task"):
            _check_rounds(["hr.x.tasks.gone"], {})
