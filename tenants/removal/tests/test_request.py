"""Asking for a company's deletion closes it and tells its owner; keeping it undoes that."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent
from core.tenancy import enter_public
from superadmin.tests.factories import make_company
from tenants.companies.models import Company, CompanyStatus
from tenants.removal.actions import NeverReady, NothingToCallOff, RemovalRequested, keep_company, request_removal
from tenants.removal.models import Removal, RemovalState
from tenants.removal.queries import deleted_rows, removal_of

GRACE = timedelta(days=30)
NOW = timezone.now()


@pytest.fixture
def acme_row(acme: Company) -> Company:
    enter_public()
    return acme


def ask(company: Company) -> Removal:
    return request_removal(company=company, acting_user=None, grace=GRACE, now=NOW)


class TestRequest:
    def test_closes_the_company_and_tells_its_owner(self, acme_row: Company, django_capture_on_commit_callbacks: Any) -> None:
        pages = HostClient("acme.rooster.test")
        assert pages.get("/accounts/login/").status_code == 200

        with django_capture_on_commit_callbacks(execute=True):
            removal = ask(acme_row)

        assert pages.get("/accounts/login/").status_code == 403
        assert (removal.state, removal.due_at, removal.status_before) == (RemovalState.WAITING, NOW + GRACE, "trial")
        assert [message.to for message in mail.outbox] == [["alice@acme.example"]]
        assert mail.outbox[0].subject == "Acme Robotics on Rooster is closed and will be deleted"
        assert "If you want to keep the company" in str(mail.outbox[0].body)
        assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"company:suspended", "company:removal_requested"}

    @pytest.mark.parametrize("status", ["suspended", "expired", "cancelled"])
    def test_leaves_a_closed_company_as_it_is(self, db: None, status: str) -> None:
        company = make_company("Hooli", status=status)

        ask(company)

        company.refresh_from_db()
        assert company.status == status

    def test_twice_is_refused(self, acme_row: Company) -> None:
        ask(acme_row)

        with pytest.raises(RemovalRequested):
            ask(acme_row)

        assert Removal.objects.count() == 1

    def test_of_a_company_that_never_was_is_refused(self, db: None) -> None:
        with pytest.raises(NeverReady):
            ask(make_company("Late", ready_at=None))

        assert not Removal.objects.exists()


class TestKeeping:
    @pytest.mark.parametrize("status", ["trial", "active", "suspended", "expired", "cancelled"])
    def test_makes_the_company_as_it_was(self, db: None, status: str, django_capture_on_commit_callbacks: Any) -> None:
        company = make_company("Hooli", status=status)
        removal = ask(company)

        with django_capture_on_commit_callbacks(execute=True):
            keep_company(company=removal.company, acting_user=None, now=NOW)

        company.refresh_from_db()
        assert company.status == status
        assert removal_of(company) is None
        assert mail.outbox[-1].subject == "Hooli on Rooster is kept"
        assert ask(company).state == RemovalState.WAITING

    def test_leaves_what_staff_have_decided_since(self, db: None) -> None:
        company = make_company("Hooli", status="active")
        removal = ask(company)
        Company.objects.filter(pk=company.pk).update(status=CompanyStatus.CANCELLED)

        assert keep_company(company=removal.company, acting_user=None, now=NOW).status == CompanyStatus.CANCELLED

    def test_twice_is_refused(self, acme_row: Company) -> None:
        removal = ask(acme_row)
        keep_company(company=removal.company, acting_user=None, now=NOW)

        with pytest.raises(NothingToCallOff):
            keep_company(company=removal.company, acting_user=None, now=NOW)


def test_what_was_deleted_is_named_as_people_know_it() -> None:
    removal = Removal(rows={"people_employee": 12, "people_department": 3, "gone_table": 1, "people_location": 0})
    assert deleted_rows(removal) == [("Employees", 12), ("Departments", 3), ("Other records", 1)]
