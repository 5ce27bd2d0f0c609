"""Every job says whose it is: one company's, or the platform's."""

from collections.abc import Iterable, Mapping

import pytest
from celery import Celery, Task
from django.conf import settings

from config.celery import app
from tenants.companies.tasks import CompanyTask, PlatformTask
from tests.guards.sources import PRODUCT_FOLDERS

NOBODYS = {
    "core.mail.send_message": "Everything it sends travels in the message; it touches no table.",
}


def _our_tasks() -> dict[str, Task]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if name.split(".")[0] in PRODUCT_FOLDERS}


def _check_tasks(tasks: Mapping[str, object], nobodys: Iterable[str]) -> None:
    homeless = {name for name, task in tasks.items() if not isinstance(task, CompanyTask | PlatformTask)}
    assert not homeless - set(nobodys), f"neither a company's nor the platform's: {sorted(homeless - set(nobodys))}"
    assert not set(nobodys) - homeless, f"exceptions that nothing needs: {sorted(set(nobodys) - homeless)}"


def _check_schedule(schedule: Mapping[str, Mapping[str, object]], tasks: Mapping[str, object]) -> None:
    unknown = {name: entry["task"] for name, entry in schedule.items() if entry["task"] not in tasks}
    assert not unknown, f"planned, but there is no such task: {unknown}"
    companies = {name for name, entry in schedule.items() if isinstance(tasks[str(entry["task"])], CompanyTask)}
    assert not companies, f"planned without a company: {companies}"


def test_every_job_says_whose_it_is() -> None:
    _check_tasks(_our_tasks(), NOBODYS)


def test_every_plan_names_a_job() -> None:
    _check_schedule(settings.CELERY_BEAT_SCHEDULE, _our_tasks())


def _do_nothing() -> None:
    """Stand for a job."""


class TestGuardsBite:
    @pytest.fixture
    def strange(self) -> Celery:
        strange = Celery("strange", set_as_current=False)
        strange.task(name="hr.x.tasks.plain")(_do_nothing)
        strange.task(name="hr.x.tasks.company", base=CompanyTask)(_do_nothing)
        strange.finalize()
        return strange

    def test_on_a_job_without_a_home(self, strange: Celery) -> None:
        with pytest.raises(AssertionError, match=r"hr\.x\.tasks\.plain"):
            _check_tasks({"hr.x.tasks.plain": strange.tasks["hr.x.tasks.plain"]}, [])

    def test_on_a_stale_exception(self) -> None:
        with pytest.raises(AssertionError, match="nothing needs"):
            _check_tasks({}, ["hr.x.tasks.gone"])

    def test_on_a_plan_for_nothing(self) -> None:
        with pytest.raises(AssertionError, match="no such task"):
            _check_schedule({"daily": {"task": "hr.x.tasks.gone"}}, {})

    def test_on_a_plan_without_a_company(self, strange: Celery) -> None:
        with pytest.raises(AssertionError, match="without a company"):
            _check_schedule({"daily": {"task": "hr.x.tasks.company"}}, strange.tasks)
