"""Jobs that were given up, on the console: what they were, why, and what staff do about them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent
from core.ids import new_id
from core.jobs.models import Job
from core.mail import queue_message
from tenants.companies.models import Company

NOW = timezone.now()


def url(name: str, job: Job | None = None) -> str:
    return reverse(name, urlconf="config.urls_console", kwargs={"job_id": job.pk} if job else None)


def fail(company_id: UUID | None = None, **values: Any) -> Job:
    return Job.objects.create(
        **{
            "company_id": company_id,
            "task": "core.mail.send_company_message",
            "arguments": {"to": "carol@acme.example", "body": "Your code is 123456."},
            "created_at": NOW - timedelta(hours=5),
            "not_before": NOW - timedelta(hours=4),
            "failed_at": NOW - timedelta(hours=3),
            "attempts": 15,
            "error": "SMTPServerDisconnected: Connection <closed>.",
            "request_id": "0123456789abcdef",
        }
        | values
    )


class TestTheList:
    def test_says_what_it_was_whose_and_why(self, console: HostClient, acme_row: Company) -> None:
        fail(acme_row.pk)

        html = console.get(url("job_list")).content.decode()

        for words in ("Send company message", "Acme Robotics", "Connection &lt;closed&gt;.", "<dd>15</dd>", "3 hours ago"):
            assert words in html
        assert "0123456789abcdef" in html

    def test_shows_nothing_of_what_a_company_writes_to_its_people(self, console: HostClient, acme_row: Company) -> None:
        fail(acme_row.pk)

        html = console.get(url("job_list")).content.decode()

        assert "123456." not in html
        assert "carol@" not in html

    def test_names_the_platform_a_company_that_is_gone_and_a_round(self, console: HostClient) -> None:
        fail(None, request_id="")
        fail(new_id())

        html = console.get(url("job_list")).content.decode()

        for words in ("the platform", "a company that is gone", "none: a round"):
            assert words in html

    def test_says_so_when_there_is_none(self, console: HostClient) -> None:
        html = console.get(url("job_list")).content.decode()

        assert "No job was given up" in html
        assert "Try all again" not in html

    def test_tells_how_the_queue_stands(self, console: HostClient) -> None:
        fail(failed_at=None, error="", not_before=NOW - timedelta(hours=20))
        fail(failed_at=None, error="RuntimeError: No.", not_before=NOW + timedelta(minutes=20))
        fail(failed_at=None, error="", done_at=NOW)

        html = console.get(url("job_list")).content.decode()

        assert "20 hours ago" in html
        assert html.count("<b>1</b>") == 2

    def test_asks_the_database_as_often_for_many_as_for_one(self, console: HostClient, acme_row: Company) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                console.get(url("job_list"))
            return len(queries)

        fail(acme_row.pk)
        console.get(url("job_list"))
        one = count()
        for _job in range(20):
            fail(acme_row.pk)
        assert count() == one


class TestTryingAgain:
    def test_runs_the_job(self, console: HostClient, django_capture_on_commit_callbacks: Any) -> None:
        queue_message(subject="Hello", body="text", to="carol@acme.example")
        job = Job.objects.get()
        Job.objects.update(failed_at=NOW, attempts=15, error="SMTPServerDisconnected: closed")

        response = console.post(url("job_retry", job), follow=True)

        assert "is tried again now" in response.content.decode()
        job.refresh_from_db()
        assert (job.failed_at, job.attempts) == (None, 0)
        assert AuditEvent.objects.get(action="job:retried").actor_label == "Olga Petrova"
        assert mail.outbox == []

    def test_of_all(self, console: HostClient) -> None:
        for _job in range(3):
            fail()

        html = console.post(url("job_retry_all"), follow=True).content.decode()

        assert "3 jobs are tried again now." in html
        assert not Job.objects.failed().exists()

    def test_when_somebody_was_faster_says_so(self, console: HostClient) -> None:
        job = fail()
        job.delete()

        for name in ("job_retry", "job_dismiss"):
            job.pk = new_id()
            assert "somebody has dealt with it" in console.post(url(name, job), follow=True).content.decode()


class TestDismissing:
    def test_asks_first(self, console: HostClient, acme_row: Company) -> None:
        job = fail(acme_row.pk)

        html = console.get(url("job_dismiss", job)).content.decode()

        assert "This job of Acme Robotics will not be done." in html
        assert Job.objects.filter(pk=job.pk).exists()

    def test_deletes_it_and_the_trail_knows(self, console: HostClient) -> None:
        job = fail()

        html = console.post(url("job_dismiss", job), follow=True).content.decode()

        assert "is dismissed" in html
        assert not Job.objects.exists()
        assert AuditEvent.objects.get(action="job:dismissed").object_id == str(job.pk)

    @pytest.mark.parametrize("name", ["job_retry", "job_dismiss"])
    def test_neither_touches_a_job_that_is_still_to_be_done(self, console: HostClient, name: str) -> None:
        job = fail(failed_at=None)

        console.post(url(name, job))

        job.refresh_from_db()
        assert job.attempts == 15
