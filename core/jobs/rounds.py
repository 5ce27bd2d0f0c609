"""Rounds: what is done once in each period, by the platform or in every ready company (`JOB_ROUNDS`)."""

from datetime import datetime, timedelta
from uuid import UUID
from zlib import crc32

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from core.ids import new_id
from core.jobs.models import Job
from core.jobs.tasks import CompanyTask, Task, all_tasks

_PAGE = 500

# Whose turn it is when; nobody's is the platform's.
Turn = tuple[datetime, UUID | None]


class Planner:
    """Writes each round's jobs when their turn comes; a key per period keeps a second planner from writing them again.

    Companies are read once a period, a page at a time, and their turns spread over it by a hash, so that they do not come at once.
    """

    def __init__(self) -> None:
        self._periods: dict[str, int] = {}
        # The latest first.
        self._turns: dict[str, list[Turn]] = {}

    def plan(self, *, now: datetime) -> None:
        """Write the jobs whose turn has come. Call it in public, every second or so."""
        for name, interval in settings.JOB_ROUNDS.items():
            period = int(now.timestamp() // interval.total_seconds())
            if self._periods.get(name) != period:
                begin = datetime.fromtimestamp(period * interval.total_seconds(), tz=timezone.get_default_timezone())
                self._turns[name] = _turns_of(all_tasks()[name], begin=begin, interval=interval)
                self._periods[name] = period
            turns = self._turns[name]
            while due := [turn for turn in turns[-_PAGE:] if turn[0] <= now]:
                _write(name, due, key=str(period))
                del turns[-len(due) :]


def _turns_of(task: Task, *, begin: datetime, interval: timedelta) -> list[Turn]:
    if not isinstance(task, CompanyTask):
        return [(begin, None)]
    companies = get_tenant_model().objects.ready().order_by("pk").values_list("pk", flat=True)
    turns: list[Turn] = []
    latest = UUID(int=0)
    while page := list(companies.filter(pk__gt=latest)[:_PAGE]):
        turns += [(begin + interval * (crc32(task.name.encode() + company_id.bytes) / 2**32), company_id) for company_id in page]
        latest = page[-1]
    return sorted(turns, key=lambda turn: turn[0], reverse=True)


def _write(name: str, turns: list[Turn], *, key: str) -> None:
    """Write the jobs, but for companies that are gone, and where the last round's job still waits: one more would only join it."""
    ids = [company_id for _moment, company_id in turns]
    ready = get_tenant_model().objects.ready().filter(pk__in=ids).values_list("pk", flat=True)
    same = Job.objects.open().filter(Q(company_id__in=ids) | Q(company_id=None), task=name)
    wanted = {None, *ready} - set(same.values_list("company_id", flat=True))
    jobs = [
        Job(id=new_id(), company_id=company_id, task=name, key=key, created_at=moment, not_before=moment)
        for moment, company_id in turns
        if company_id in wanted
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
