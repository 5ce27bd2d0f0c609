"""A mail's headers tell whose it was, in words that tell strangers nothing."""

from typing import Any

from django.core import mail

from core.mail import queue_message
from core.tenancy import enter_public
from tenants.companies.models import Company


def _header_of_a_mail(capture: Any) -> str:
    with capture(execute=True):
        queue_message(subject="Hello", body="", to="somebody@acme.example")
    return str(mail.outbox[-1].extra_headers["Message-ID"])


def test_a_companys_mail_names_its_schema(acme: Company, django_capture_on_commit_callbacks: Any) -> None:
    header = _header_of_a_mail(django_capture_on_commit_callbacks)
    assert header.endswith(f".{acme.schema_name}@rooster.test>")


def test_the_platforms_mail_names_none(db: None, django_capture_on_commit_callbacks: Any) -> None:
    enter_public()
    assert _header_of_a_mail(django_capture_on_commit_callbacks).endswith(".public@rooster.test>")
