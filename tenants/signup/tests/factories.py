"""Registrations, and the way of somebody who signs up."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core import mail

from conftest import HostClient
from core.ids import new_id
from tenants.signup.actions import Entries, start_registration
from tenants.signup.models import Registration

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "teal goose kayak lantern"

FORM = {
    "company_name": "Wren & Söhne",
    "subdomain": "",
    "full_name": "Robin Wren",
    "email": "Robin@Wren.example",
    "password": PASSWORD,
    "country": "DE",
    "time_zone": "",
    "currency": "",
    "plan": "",
}

Capture = Callable[..., Any]


def make_registration(**changes: Any) -> Registration:
    """Somebody who has sent the form and no code yet."""
    entries = {
        "company_name": "Wren & Söhne",
        "subdomain": "wren",
        "full_name": "Robin Wren",
        "email": "robin@wren.example",
        "password_hash": make_password(PASSWORD),
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "currency": "EUR",
        "plan_code": "",
        "utm_source": "",
    }
    own = {name: changes.pop(name) for name in list(changes) if name in entries}
    now = changes.pop("now", NOW)
    registration = start_registration(registration_id=new_id(), entries=Entries(**{**entries, **own}), now=now)
    for name, value in changes.items():
        setattr(registration, name, value)
    registration.save()
    return registration


def hold(client: HostClient, registration: Registration) -> None:
    """Let this browser be the one that began the registration."""
    session = client.session
    session["registration_id"] = str(registration.id)
    session.save()


def newest_code() -> str:
    """The code in the newest mail."""
    match = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert match is not None
    return match[0]


def wrong_code() -> str:
    """Six digits that are not in the newest mail."""
    return f"{(int(newest_code()) + 1) % 1_000_000:06d}"


def text_of(response: Any) -> str:
    """What the page says, with single spaces."""
    return re.sub(r"\s+", " ", response.content.decode())
