"""Sessions are written once a request, and end for good."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from tenants.accounts.models import SignIn, User
from tenants.accounts.sessions import SessionStore
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("acme")


def test_signing_in_writes_one_session_and_waits_for_the_disk_once(acme_client: HostClient, alice: User) -> None:
    acme_client.get("/accounts/login/")

    with CaptureQueriesContext(connection) as statements:
        acme_client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})

    # Enter, session, settings, account, addresses; then in one transaction: the log with the account's time, the session.
    assert len(statements) <= 9
    # Tests run inside a transaction, so what would be a commit is the end of an outermost savepoint: the first statement's partner.
    outermost = next(each["sql"] for each in statements if each["sql"].startswith("SAVEPOINT"))
    assert statements[-1]["sql"] == f"RELEASE {outermost}"
    assert sum('UPDATE "django_session"' in each["sql"] for each in statements) == 1
    assert not any('INSERT INTO "django_session"' in each["sql"] for each in statements)
    assert User.objects.get(pk=alice.pk).last_login == SignIn.objects.get(user=alice).at


def test_what_is_written_comes_back() -> None:
    session = SessionStore()
    session["page"] = 3
    session.save()

    assert SessionStore(session.session_key)["page"] == 3


def test_the_same_is_written_once_and_a_change_again() -> None:
    session = SessionStore()
    session["page"] = 3
    session.save()

    with CaptureQueriesContext(connection) as statements:
        session.save()
    assert not statements.captured_queries

    session["page"] = 4
    session.save()
    assert SessionStore(session.session_key)["page"] == 4


def test_a_new_key_keeps_the_content_and_ends_the_old_one() -> None:
    session = SessionStore()
    session["page"] = 3
    session.save()
    old_key = session.session_key

    session.cycle_key()
    session.save()

    assert session.session_key != old_key
    assert SessionStore(session.session_key)["page"] == 3
    assert not Session.objects.filter(session_key=old_key).exists()
    session["page"] = 4
    session.save()
    assert SessionStore(session.session_key)["page"] == 4
    assert Session.objects.count() == 1


def test_a_new_key_of_a_session_that_is_no_row_makes_one() -> None:
    session = SessionStore()
    session["page"] = 3
    session.cycle_key()
    session.save()
    assert SessionStore(session.session_key)["page"] == 3

    elsewhere = SessionStore(session.session_key)
    assert elsewhere["page"] == 3
    SessionStore(session.session_key).flush()
    elsewhere.cycle_key()
    elsewhere.save()
    assert SessionStore(elsewhere.session_key)["page"] == 3, "as with Django: it is a new one, under a key nobody else has"


def test_a_session_that_was_ended_elsewhere_is_not_brought_back() -> None:
    session = SessionStore()
    session.save()
    here = SessionStore(session.session_key)
    here["page"] = 3

    SessionStore(session.session_key).flush()

    with pytest.raises(UpdateError):
        here.save()
    assert not Session.objects.exists()
