"""The list by mail, and the answer that tells nothing."""

import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import DatabaseError
from django_tenants.utils import tenant_context

from conftest import HostClient
from tenants.accounts.models import User
from tenants.accounts.queries import find_user_by_email
from tenants.companies.models import Company, CompanyStatus
from tenants.signup import queries
from tenants.signup.tests.factories import text_of

Send = Callable[..., Any]


def _ask(send: Send, public_client: HostClient, email: str) -> str:
    answer = send("/find/", {"email": email})
    assert answer["Location"] == "/find/sent/"
    return text_of(public_client.get("/find/sent/"))


class TestTheMail:
    def test_lists_every_company_of_the_person(self, send: Send, public_client: HostClient) -> None:
        _ask(send, public_client, "Carol@Acme.example")

        assert [message.to for message in mail.outbox] == [["carol@acme.example"]]
        body = str(mail.outbox[0].body)
        for words in ("Acme Robotics", "http://acme.rooster.test", "Globex", "http://globex.rooster.test"):
            assert words in body

    def test_lists_no_company_of_others(self, send: Send, public_client: HostClient) -> None:
        _ask(send, public_client, "bob@acme.example")

        assert "Globex" not in str(mail.outbox[0].body)

    def test_a_suspended_company_is_listed_and_an_unfinished_one_is_not(self, send: Send, public_client: HostClient) -> None:
        Company.objects.filter(name="Acme Robotics").update(status=CompanyStatus.SUSPENDED)
        Company.objects.filter(name="Globex").update(ready_at=None)

        _ask(send, public_client, "carol@acme.example")

        assert "Acme Robotics" in str(mail.outbox[0].body)
        assert "Globex" not in str(mail.outbox[0].body)

    def test_nobody_and_the_closed_out_get_none(self, send: Send, public_client: HostClient, globex: Company) -> None:
        with tenant_context(globex):
            User.objects.filter(email="mallory@globex.example").update(is_active=False)

        for email in ("nobody@acme.example", "mallory@globex.example"):
            _ask(send, public_client, email)

        assert mail.outbox == []

    def test_pages_through_all_companies(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "_COMPANIES_A_PAGE", 1)

        assert [company.name for company in queries.companies_of_person("carol@acme.example")] == ["Acme Robotics", "Globex"]

    def test_one_broken_company_hides_no_other(self, db: None) -> None:
        answers = [DatabaseError, mock.DEFAULT]
        with mock.patch("tenants.signup.queries.find_user_by_email", side_effect=answers, wraps=find_user_by_email):
            found = queries.companies_of_person("carol@acme.example")

        assert [company.name for company in found] == ["Globex"]


class TestThePage:
    def test_says_the_same_to_everybody(self, send: Send, public_client: HostClient) -> None:
        known = _ask(send, public_client, "bob@acme.example")
        unknown = _ask(send, public_client, "nobody@acme.example")

        known, unknown = (re.sub(r'nonce="[^"]+"', "", page) for page in (known, unknown))
        assert known.replace("bob@", "nobody@") == unknown
        assert "If <b>nobody@acme.example</b> belongs to a company here" in unknown

    def test_refuses_what_is_no_address(self, send: Send) -> None:
        assert "Enter a valid email address." in text_of(send("/find/", {"email": "bob"}))

    def test_is_limited_by_address_alike(self, send: Send) -> None:
        for email in ("bob@acme.example", "nobody@acme.example"):
            codes = [send("/find/", {"email": email}).status_code for _ in range(6)]
            assert codes == [302] * 5 + [429]
