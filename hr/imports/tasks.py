"""The jobs of imports. Each is one transaction with the note that it is done: a worker that is killed has done nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.formatting import use_date_style
from core.jobs.tasks import company_task
from hr.imports.actions import applying, decisions, previewing, undoing
from tenants.accounts.models import User
from tenants.company_settings.queries import get_settings

_LONG = timedelta(minutes=10)


@company_task(max_attempts=3, time_limit=_LONG)
def preview(*, import_id: str, **_kwargs: Any) -> None:
    """Read and compare the rows of a file."""
    with _in_the_companys_ways():
        previewing.preview_import(import_id=import_id, today=timezone.localdate())


@company_task(max_attempts=3, time_limit=_LONG)
def apply(*, import_id: str, user_id: str, **_kwargs: Any) -> None:
    """Bring the rows in."""
    with _in_the_companys_ways():
        user = User.objects.get(pk=user_id)
        applying.apply_import(import_id=import_id, acting_user=user, today=timezone.localdate(), now=timezone.now())


@company_task(max_attempts=3, time_limit=_LONG)
def undo(*, import_id: str, user_id: str, **_kwargs: Any) -> None:
    """Take the rows back."""
    with _in_the_companys_ways():
        user = User.objects.get(pk=user_id)
        undoing.undo_import(import_id=import_id, acting_user=user, today=timezone.localdate(), now=timezone.now())


@company_task()
def forget(**_kwargs: Any) -> None:
    """Delete imports that are old."""
    decisions.forget_imports(now=timezone.now())


@contextmanager
def _in_the_companys_ways() -> Iterator[None]:
    settings = get_settings()
    with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
        yield
