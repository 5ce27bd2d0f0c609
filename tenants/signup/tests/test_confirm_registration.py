"""From a code to a company, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import transaction

from core.jobs.models import Job
from tenants.companies.actions import SubdomainTaken
from tenants.companies.models import Company, Domain
from tenants.schemas.models import Provisioning
from tenants.signup import actions
from tenants.signup.models import Registration
from tenants.signup.rules import CODE_LIFETIME, UNFINISHED_KEPT_FOR
from tenants.signup.tests.factories import NOW, make_registration, newest_code, wrong_code

LATER = NOW + timedelta(minutes=1)

Mailing = Callable[..., None]


@pytest.fixture
def mail_code(db: None, django_capture_on_commit_callbacks: Any) -> Mailing:
    """Send a code and let the mail leave."""

    def send(registration: Registration, *, now: Any = NOW) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            actions.send_code(registration_id=registration.id, now=now)

    return send


def _confirm(registration: Registration, code: str, *, now: Any = LATER) -> Registration:
    return actions.confirm_registration(registration_id=registration.id, code=code, now=now)


class TestSendingCodes:
    def test_keeps_a_hash_and_mails_the_code(self, mail_code: Mailing) -> None:
        registration = make_registration()

        mail_code(registration)

        registration.refresh_from_db()
        assert mail.outbox[-1].to == ["robin@wren.example"]
        assert newest_code() in mail.outbox[-1].subject
        assert newest_code() not in registration.code_hash
        assert len(registration.code_hash) == 64

    def test_the_mail_repeats_nothing_that_was_typed(self, mail_code: Mailing) -> None:
        mail_code(make_registration(company_name="Win a phone at evil.example", full_name="Click here"))

        text = f"{mail.outbox[-1].subject} {mail.outbox[-1].body}"
        assert "evil" not in text
        assert "Click" not in text

    def test_waits_thirty_seconds_and_stops_after_five(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)

        with pytest.raises(actions.CodeTooSoon, match="29"):
            actions.send_code(registration_id=registration.id, now=NOW + timedelta(seconds=1))
        for count in range(1, 5):
            mail_code(registration, now=NOW + count * timedelta(seconds=30))
        with pytest.raises(actions.NoCodesLeft):
            actions.send_code(registration_id=registration.id, now=NOW + timedelta(hours=1))
        assert len(mail.outbox) == 5

    def test_a_code_that_counts_is_on_its_way_and_else_there_is_none(self, db: None) -> None:
        registration = make_registration()

        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            actions.send_code(registration_id=registration.id, now=NOW)
            raise ZeroDivisionError
        registration.refresh_from_db()
        assert (registration.codes_sent, Job.objects.count()) == (0, 0)

        actions.send_code(registration_id=registration.id, now=NOW)
        registration.refresh_from_db()
        assert (registration.codes_sent, Job.objects.get().task) == (1, "core.mail.send_platform_message")


class TestConfirming:
    def test_makes_the_company_and_starts_building(self, mail_code: Mailing, builder: mock.MagicMock) -> None:
        registration = make_registration()
        mail_code(registration)
        password_hash = registration.password_hash

        company = _confirm(registration, newest_code()).company

        assert company is not None
        assert (company.name, company.owner_email, company.country) == ("Wren & Söhne", "robin@wren.example", "DE")
        assert (company.time_zone, company.currency) == ("Europe/Berlin", "EUR")
        assert Provisioning.objects.get(company=company).owner_password_hash == password_hash
        registration.refresh_from_db()
        assert registration.password_hash == ""
        assert registration.verified_at == LATER

    def test_twice_makes_one_company(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)

        first = _confirm(registration, newest_code())
        second = _confirm(registration, newest_code())

        assert first.company_id == second.company_id
        assert Company.objects.filter(name="Wren & Söhne").count() == 1

    def test_a_wrong_code_is_counted_and_the_right_one_still_works(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)

        with pytest.raises(actions.CodeWrong):
            _confirm(registration, wrong_code())

        registration.refresh_from_db()
        assert registration.wrong_codes == 1
        assert _confirm(registration, newest_code()).company is not None

    def test_after_five_wrong_codes_the_right_one_counts_no_more(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)
        for _ in range(5):
            with pytest.raises(actions.CodeWrong):
                _confirm(registration, wrong_code())

        with pytest.raises(actions.CodeWrong, match="0"):
            _confirm(registration, newest_code())

        mail_code(registration, now=LATER)
        assert _confirm(registration, newest_code()).company is not None

    def test_an_old_code_is_refused(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)

        with pytest.raises(actions.CodeRefused, match=r"^$"):
            _confirm(registration, newest_code(), now=NOW + CODE_LIFETIME)

        assert not Company.objects.filter(name="Wren & Söhne").exists()

    def test_only_the_newest_code_counts(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)
        older = newest_code()
        mail_code(registration, now=LATER)

        if older != newest_code():
            with pytest.raises(actions.CodeWrong):
                _confirm(registration, older)

    def test_another_e_mail_needs_another_code(self, mail_code: Mailing) -> None:
        registration = make_registration()
        mail_code(registration)
        changed = actions.Entries(
            **{name: getattr(registration, name) for name in actions.Entries.__dataclass_fields__ if name != "email"},
            email="other@wren.example",
        )

        actions.start_registration(registration_id=registration.id, entries=changed, now=LATER)

        with pytest.raises(actions.CodeRefused):
            _confirm(registration, newest_code())

    def test_confirmed_entries_are_not_changed_by_a_late_form(self, db: None) -> None:
        registration = make_registration(verified_at=NOW)
        changed = actions.Entries(
            **{name: getattr(registration, name) for name in actions.Entries.__dataclass_fields__ if name != "email"},
            email="thief@wren.example",
        )

        kept = actions.start_registration(registration_id=registration.id, entries=changed, now=LATER)

        assert kept.email == "robin@wren.example"


class TestAddressTaken:
    def test_keeps_the_confirmation_and_takes_another_address(self, mail_code: Mailing) -> None:
        registration = make_registration(subdomain="acme")
        mail_code(registration)

        with pytest.raises(SubdomainTaken):
            _confirm(registration, newest_code())

        registration.refresh_from_db()
        assert registration.verified_at == LATER
        assert registration.company is None
        assert registration.password_hash
        chosen = actions.choose_address(registration_id=registration.id, subdomain="wren", now=LATER)
        assert Domain.objects.get(tenant=chosen.company).domain == "wren.rooster.test"

    def test_the_other_address_may_be_taken_too(self, db: None) -> None:
        registration = make_registration(verified_at=NOW)

        with pytest.raises(SubdomainTaken):
            actions.choose_address(registration_id=registration.id, subdomain="globex", now=LATER)

    def test_nobody_gets_a_company_without_a_confirmed_e_mail(self, db: None) -> None:
        with pytest.raises(actions.NotVerified):
            actions.choose_address(registration_id=make_registration().id, subdomain="wren", now=LATER)


class TestCleaningUp:
    def test_deletes_what_was_not_finished_for_a_week(self, db: None) -> None:
        company = Company.objects.get(name="Acme Robotics")
        old = NOW - UNFINISHED_KEPT_FOR
        make_registration(now=old - timedelta(seconds=1))
        kept = {make_registration(now=old), make_registration(now=old - timedelta(days=9), verified_at=old, company=company)}

        assert actions.delete_unfinished_registrations(now=NOW) == 1

        assert set(Registration.objects.all()) == kept
