"""Mails are jobs: they leave after the commit, from the company that writes them, once or with the same id."""

import smtplib
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from core.jobs.models import Job
from core.jobs.worker import run_job
from core.mail import RecipientRefused, queue_message, send_company_message, send_platform_message
from core.tenancy import in_public
from tenants.companies.models import Company

MAIL = {"subject": "Two\nlines", "body": "text", "to": "carol@acme.example", "html": "<p>text</p>"}


def _jobs() -> list[Job]:
    with in_public():
        return list(Job.objects.all())


def test_a_mail_leaves_after_the_commit(acme: Company, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queue_message(**MAIL)
        assert mail.outbox == []

    (message,) = mail.outbox
    assert (message.subject, message.to, message.body) == ("Two lines", ["carol@acme.example"], "text")


def test_a_mail_is_its_companys_job_or_the_platforms(acme: Company) -> None:
    queue_message(**MAIL)
    with in_public():
        queue_message(**MAIL)

    assert {(job.task, job.company_id) for job in _jobs()} == {
        (send_company_message.name, acme.pk),
        (send_platform_message.name, None),
    }


def test_a_mail_that_leaves_twice_is_the_same_mail(acme: Company) -> None:
    queue_message(**MAIL)
    (job,) = _jobs()
    real_send = EmailMultiAlternatives.send

    def send_and_fail(message: EmailMultiAlternatives) -> None:
        """As when the worker dies between the mail server's answer and its note that the mail is sent."""
        real_send(message)
        raise ConnectionResetError

    with mock.patch.object(EmailMultiAlternatives, "send", send_and_fail):
        run_job(job.pk)
    with in_public():
        Job.objects.update(not_before=job.created_at)
    run_job(job.pk)

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"].endswith("@rooster.test>")


def test_a_refused_recipient_is_said_in_a_sentence(acme: Company) -> None:
    refusal = smtplib.SMTPRecipientsRefused({"carol@acme.example": (550, b"5.1.1 No such mailbox")})
    with (
        mock.patch.object(EmailMultiAlternatives, "send", side_effect=refusal),
        pytest.raises(RecipientRefused, match=r"refuses the recipient: 550 5\.1\.1 No such mailbox"),
    ):
        send_company_message(**MAIL, message_id="<1@rooster.test>")
