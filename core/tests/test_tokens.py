"""A token is worth something in one company and for one purpose; so is a message's cookie."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django_tenants.utils import tenant_context

from core.tokens import MessageStorage, TokenNotValid, issue_token, read_token
from tenants.companies.models import Company

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


class TestToken:
    def test_opens_where_it_was_made_for(self) -> None:
        token = issue_token({"a": 1}, purpose="test", company_id=ONE)
        assert read_token(token, purpose="test", company_id=ONE, max_age=MINUTE) == {"a": 1}

    @pytest.mark.parametrize(("purpose", "company_id"), [("test", OTHER), ("other", ONE), (f"test:{ONE}", OTHER)])
    def test_opens_nowhere_else(self, purpose: str, company_id: uuid.UUID) -> None:
        token = issue_token({"a": 1}, purpose="test", company_id=ONE)
        with pytest.raises(TokenNotValid):
            read_token(token, purpose=purpose, company_id=company_id, max_age=MINUTE)

    @pytest.mark.parametrize("token", ["", "x", "x:y:z", ":::", "é" * 40])
    def test_of_nonsense_opens_nothing(self, token: str) -> None:
        with pytest.raises(TokenNotValid):
            read_token(token, purpose="test", company_id=ONE, max_age=MINUTE)

    def test_of_yesterday_opens_nothing(self) -> None:
        with time_machine.travel(NOON, tick=False):
            token = issue_token({}, purpose="test", company_id=ONE)
        with time_machine.travel(NOON + timedelta(minutes=2), tick=False), pytest.raises(TokenNotValid):
            read_token(token, purpose="test", company_id=ONE, max_age=MINUTE)


def _messages_with(cookie: str) -> list[Message]:
    request = HttpRequest()
    request.COOKIES["messages"] = cookie
    request.session = {}  # type: ignore[assignment]
    return list(MessageStorage(request))


def test_a_message_of_one_company_is_none_of_another(acme: Company, globex: Company) -> None:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment]
    storage, response = MessageStorage(request), HttpResponse()
    storage.add(messages.INFO, "Saved.")
    storage.update(response)
    cookie = response.cookies["messages"].value
    assert [message.message for message in _messages_with(cookie)] == ["Saved."]
    with tenant_context(globex):
        assert _messages_with(cookie) == []
