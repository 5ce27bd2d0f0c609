"""Deleting a company from the console: asked twice, called off, under way, certified."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from core.ids import new_id
from superadmin.tests.factories import NOW, make_company, url
from tenants.accounts.models import User
from tenants.companies.models import Company, CompanyStatus
from tenants.removal.models import Removal, RemovalState
from tenants.schemas.models import Provisioning


def make_removal(name: str, **values: Any) -> Removal:
    """A removal of a new company."""
    state = values.setdefault("state", RemovalState.WAITING)
    company = make_company(name, status="suspended", ready_at=NOW if state == RemovalState.WAITING else None)
    if state != RemovalState.WAITING:
        Provisioning.objects.filter(company=company).delete()
    dates = {"requested_at": NOW, "due_at": NOW + timedelta(days=30), "changed_at": NOW}
    return Removal.objects.create(company=company, requested_by="Olga Petrova", status_before="active", **dates, **values)


@pytest.fixture
def certificate(db: None) -> Removal:
    """Of a company that is gone."""
    rows = {"people_employee": 1_948, "accounts_user": 48, "attendance_punch": 0, "unheard_of": 3}
    return make_removal("Hooli", state=RemovalState.DONE, removed_at=NOW, files=7, jobs=2, rows=rows)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


class TestAsking:
    def test_says_what_is_lost_and_how_long_it_can_be_kept(self, console: HostClient, acme_row: Company) -> None:
        Company.objects.filter(pk=acme_row.pk).update(people_count=48)

        page = text_of(console.get(url("company_delete", acme_row)))

        assert "48 people lose the use of acme.rooster.test at once" in page
        assert "Alice Archer (alice@acme.example) is told by mail now" in page
        assert "For 30 days, until " in page
        assert "Type acme to confirm" in page

    @pytest.mark.parametrize("typed", ["", "globex", "acme.rooster.test", "Acme Robotics", "acme\x00", "a" * 5000])
    def test_needs_the_subdomain(self, console: HostClient, acme_row: Company, typed: str) -> None:
        response = console.post(url("company_delete", acme_row), {"subdomain": typed})

        assert response.status_code in {400, 422}
        assert not Removal.objects.exists()
        acme_row.refresh_from_db()
        assert acme_row.status == CompanyStatus.TRIAL

    def test_closes_the_company_and_can_be_called_off(
        self, console: HostClient, olga: User, acme_row: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        acme_client = HostClient("acme.rooster.test")
        with django_capture_on_commit_callbacks(execute=True):
            page = text_of(console.post(url("company_delete", acme_row), {"subdomain": " ACME "}, follow=True))
        assert "Acme Robotics is closed and will be deleted. alice@acme.example gets a mail." in page
        assert "Olga Petrova asked for it <time" in page
        assert "Olga Petrova asked for the deletion of Acme Robotics." in page
        assert "/activate/" not in page
        assert url("company_delete", acme_row) not in page
        assert acme_client.get("/accounts/login/").status_code == 403
        assert [message.to for message in mail.outbox] == [["alice@acme.example"]]

        with django_capture_on_commit_callbacks(execute=True):
            page = text_of(console.post(url("company_keep", acme_row), follow=True))
        assert "Acme Robotics is kept, as it was before." in page
        assert "Olga Petrova called off the deletion of Acme Robotics." in page
        assert acme_client.get("/accounts/login/").status_code == 200
        assert len(mail.outbox) == 2

        assert "no deletion to call off" in text_of(console.post(url("company_keep", acme_row), follow=True))

    def test_twice_changes_nothing(self, console: HostClient) -> None:
        removal = make_removal("Hooli")

        response = console.post(url("company_delete", removal.company), {"subdomain": "hooli"})

        assert response.status_code == 302
        assert Removal.objects.count() == 1

    def test_a_company_that_never_got_ready_is_not_deleted_in_stages(self, console: HostClient) -> None:
        company = make_company("Late", ready_at=None)

        page = text_of(console.post(url("company_delete", company), {"subdomain": "late"}, follow=True))

        assert "never finished" in page
        assert not Removal.objects.exists()


class TestWhileItWaits:
    def test_the_company_cannot_be_activated(self, console: HostClient) -> None:
        company = make_removal("Hooli").company
        for send in (console.get, console.post):
            assert "Keep it first" in text_of(send(url("company_activate", company), follow=True))
        company.refresh_from_db()
        assert company.status == CompanyStatus.SUSPENDED

    def test_lists_say_so(self, console: HostClient) -> None:
        make_removal("Hooli")
        for page in ("company_list", "console_home", "removal_list"):
            assert "To be deleted" in text_of(console.get(url(page)))


class TestUnderWay:
    def test_the_page_shows_the_steps_and_what_stopped_it(self, console: HostClient) -> None:
        removal = make_removal("Hooli", state=RemovalState.TABLES, rows={"x": 1200}, error="No space left on device.")

        page = text_of(console.get(url("company_detail", removal.company)))

        assert "1,200 rows deleted" in page
        assert page.count('class="is-done"') == 2
        assert "No space left on device." in page
        assert 'hx-trigger="every 2s"' in page
        assert url("company_keep", removal.company) not in page
        assert url("company_set_up_again", removal.company) not in page

    def test_nothing_of_it_can_be_set_up_again(self, console: HostClient, started: list[Any]) -> None:
        removal = make_removal("Hooli", state=RemovalState.TABLES)
        console.post(url("company_set_up_again", removal.company))
        assert started == []
        assert "Being deleted" in text_of(console.get(url("company_list")))


class TestTheCertificate:
    def test_says_what_was_deleted(self, console: HostClient, certificate: Removal) -> None:
        page = text_of(console.get(url("company_detail", certificate.company), follow=True))

        assert "Certificate of deletion" in page
        assert '<th scope="row">Employees</th><td class="number">1,948</td>' in page
        assert '<th scope="row">Other records</th><td class="number">3</td>' in page
        assert "Punches" not in page
        assert '<th scope="row">Files</th><td class="number">7</td>' in page
        assert '<th scope="row">Rows in all tables</th><td class="number">1,999</td>' in page
        assert "Olga Petrova" in page

    def test_is_all_that_is_left_in_the_console(self, console: HostClient, certificate: Removal) -> None:
        assert "Hooli" not in text_of(console.get(url("company_list")))
        assert "Hooli" not in text_of(console.get(url("console_home")))
        assert "Hooli" in text_of(console.get(url("removal_list")))
        for name in ("company_delete", "company_keep", "company_suspend", "company_activate", "company_welcome"):
            assert console.post(url(name, certificate.company)).status_code == 404

    def test_there_is_none_of_other_companies(self, console: HostClient) -> None:
        assert console.get(url("company_certificate", make_removal("Hooli").company)).status_code == 404
        unknown = Company(id=new_id())
        assert console.get(url("company_certificate", unknown)).status_code == 404


class TestTheList:
    def test_says_when_there_is_none(self, console: HostClient) -> None:
        assert "No company was ever deleted" in text_of(console.get(url("removal_list")))

    def test_asks_as_much_for_many_as_for_one(self, console: HostClient) -> None:
        make_removal("Hooli")
        console.get(url("removal_list"))
        with CaptureQueriesContext(
            connection,
        ) as one:
            console.get(url("removal_list"))
        for number in range(8):
            make_removal(f"Hooli{number}")
        with CaptureQueriesContext(connection) as many:
            console.get(url("removal_list"))
        assert len(many) == len(one) <= 6
