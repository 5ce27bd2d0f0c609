"""One company on the console: creating it, its status, its set-up and its owner's mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from billing.models import Plan
from conftest import HostClient
from core.audit.models import AuditEvent
from core.ids import new_id
from core.jobs.models import Job
from core.jobs.tasks import JobMustWait
from superadmin import tasks
from superadmin.actions import CompanyNotReady, welcome_new_owner
from superadmin.templatetags.console import when
from superadmin.tests.factories import NOW, make_company, url
from tenants.accounts.models import User
from tenants.addresses.actions.custom_domains import request_custom_domain
from tenants.addresses.actions.subdomains import rename_subdomain
from tenants.companies.models import Company, CompanyStatus, Domain, Finding
from tenants.companies.queries import AddressStatus
from tenants.features.models import Entitlement
from tenants.removal.actions import request_removal
from tenants.schemas.tasks import build_company

NEW_COMPANY = {
    "name": "Initech",
    "subdomain": "Initech",
    "owner_name": "Peter Gibbons",
    "owner_email": "peter@initech.example",
    "country": "DE",
    "time_zone": "",
    "currency": "",
}


class TestPlan:
    def test_another_plan_counts_at_once_and_is_told(self, console: HostClient, acme_row: Company) -> None:
        enterprise = Plan.objects.get(code="enterprise")

        html = console.post(url("company_plan", acme_row), {"plan": enterprise.pk}, follow=True).content.decode()

        assert "Acme Robotics has the plan Enterprise now." in html
        assert "Enterprise, up to 500 employees" in html
        assert "Olga Petrova gave Acme Robotics the plan Enterprise." in html

    def test_nonsense_changes_nothing(self, console: HostClient, acme_row: Company) -> None:
        before = Entitlement.objects.get(company=acme_row).plan_name

        assert console.post(url("company_plan", acme_row), {"plan": "gold"}).status_code == 422
        assert Entitlement.objects.get(company=acme_row).plan_name == before

    def test_a_company_that_is_deleted_has_none_to_change(self, console: HostClient, olga: User, acme_row: Company) -> None:
        request_removal(company=acme_row, acting_user=olga, now=NOW, grace=timedelta(days=30))

        assert console.get(url("company_plan", acme_row)).status_code == 404


class TestStatus:
    def test_suspending_closes_the_companys_pages_and_activating_opens_them(
        self, console: HostClient, olga: User, acme_row: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        acme_client = HostClient("acme.rooster.test")
        assert acme_client.get("/accounts/login/").status_code == 200

        with django_capture_on_commit_callbacks(execute=True):
            response = console.post(url("company_suspend", acme_row), follow=True)
        assert "Acme Robotics is suspended." in response.content.decode()
        assert acme_client.get("/accounts/login/").status_code == 403

        with django_capture_on_commit_callbacks(execute=True):
            response = console.post(url("company_activate", acme_row), follow=True)
        html = response.content.decode()
        assert "Olga Petrova activated Acme Robotics." in html
        assert "Olga Petrova suspended Acme Robotics." in html
        assert acme_client.get("/accounts/login/").status_code == 200
        assert set(AuditEvent.objects.filter(actor_id=olga.id).values_list("action", flat=True)) >= {
            "company:suspended",
            "company:active",
        }

    def test_asks_first_and_names_what_is_lost(self, console: HostClient, acme_row: Company) -> None:
        Company.objects.filter(pk=acme_row.pk).update(people_count=48)

        html = console.get(url("company_suspend", acme_row)).content.decode()

        assert "48 people lose the use of acme.rooster.test" in html
        acme_row.refresh_from_db()
        assert acme_row.status == CompanyStatus.TRIAL

    @pytest.mark.parametrize(("name", "status"), [("company_suspend", "suspended"), ("company_activate", "active")])
    def test_doing_it_twice_says_so(self, console: HostClient, acme_row: Company, name: str, status: str) -> None:
        Company.objects.filter(pk=acme_row.pk).update(status=status)

        assert "already in that state" in console.post(url(name, acme_row), follow=True).content.decode()

    def test_only_what_is_possible_is_offered(self, console: HostClient) -> None:
        html = console.get(url("company_detail", make_company("Hooli", status="suspended"))).content.decode()

        assert "/activate/" in html
        assert "/suspend/" not in html


class TestCreate:
    def test_registers_the_company_and_starts_its_set_up(self, console: HostClient, olga: User, started: list[Any]) -> None:
        response = console.post(url("company_add"), NEW_COMPANY)

        company = Company.objects.prefetch_related("domains").get(name="Initech")
        assert response.headers["Location"] == url("company_detail", company)
        assert (company.host, company.time_zone, company.currency) == ("initech.rooster.test", "Europe/Berlin", "EUR")
        assert (started, company.status) == ([company.id], CompanyStatus.TRIAL)
        welcome = Job.objects.get(task=tasks.welcome_owner_once_ready.name)
        assert (welcome.company_id, welcome.arguments) == (None, {"company_id": str(company.id)})
        assert AuditEvent.objects.get(action="company:created", object_id=str(company.id)).actor_id == olga.id
        page = console.get(response.headers["Location"]).content.decode()
        assert "Being set up" in page
        assert 'hx-trigger="every 2s"' in page

    def test_what_is_chosen_goes_before_what_the_country_suggests(self, console: HostClient, started: list[Any]) -> None:
        console.post(url("company_add"), {**NEW_COMPANY, "time_zone": "Europe/Zurich", "currency": "CHF"})

        company = Company.objects.get(name="Initech")
        assert (company.time_zone, company.currency) == ("Europe/Zurich", "CHF")

    @pytest.mark.parametrize(
        ("changed", "complaint"),
        [
            ({"subdomain": "acme"}, "This address is taken."),
            ({"subdomain": "www"}, "This address is reserved."),
            ({"subdomain": "-x-"}, "Use 3 to 40 small letters"),
            ({"owner_email": "peter"}, "valid email"),
            ({"country": "ZZ"}, "not one of the available choices"),
            ({"name": ""}, "This field is required"),
        ],
    )
    def test_what_will_not_do_is_explained_and_nothing_typed_is_lost(
        self, console: HostClient, changed: dict[str, str], complaint: str
    ) -> None:
        before = Company.objects.count()
        response = console.post(url("company_add"), {**NEW_COMPANY, **changed})

        assert response.status_code == 422
        assert complaint in response.content.decode()
        assert "Peter Gibbons" in response.content.decode()
        assert Company.objects.count() == before

    def test_an_address_that_is_taken_between_check_and_save(
        self, console: HostClient, started: list[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("superadmin.forms.address_status", lambda *_args, **_options: AddressStatus(is_free=True, message=""))

        response = console.post(url("company_add"), {**NEW_COMPANY, "subdomain": "acme"})

        assert "That address is already taken." in response.content.decode()


class TestAddresses:
    def test_stand_there_with_how_they_do(self, console: HostClient, acme_row: Company) -> None:
        rename_subdomain(company=acme_row, subdomain="robots", acting_user=None, now=NOW)
        domain = request_custom_domain(company=acme_row, domain="hr.müller.de", acting_user=None, now=NOW)
        Domain.objects.filter(pk=domain.pk).update(checked_at=NOW, finding=Finding.TIMED_OUT)

        html = console.get(url("company_detail", acme_row)).content.decode()

        assert '<a href="http://robots.rooster.test/">' in html
        assert "hr.müller.de" in html
        assert "Waiting for its record" in html
        assert "did not answer in time" in html
        assert "Former subdomain" in html
        assert '<a href="http://acme.rooster.test/">' not in html
        assert domain.token not in html

    def test_of_the_companys_own_are_removed_after_saying_what_that_means(self, console: HostClient, acme_row: Company) -> None:
        domain = request_custom_domain(company=acme_row, domain="hr.müller.de", acting_user=None, now=NOW)
        page = url("company_domain_remove", acme_row, domain_id=domain.pk)
        assert page in console.get(url("company_detail", acme_row)).content.decode()
        assert "hr.müller.de stops leading to Acme Robotics at once" in console.get(page).content.decode()

        html = console.post(page, follow=True).content.decode()

        assert "hr.müller.de leads to Acme Robotics no more." in html
        assert "Olga Petrova removed the domain hr.müller.de of Acme Robotics." in html
        assert not Domain.objects.filter(pk=domain.pk).exists()
        assert console.get(page).status_code == 404

    def test_of_other_kinds_are_not_removed(self, console: HostClient, acme_row: Company) -> None:
        subdomain = Domain.objects.get(tenant=acme_row)
        page = url("company_domain_remove", acme_row, domain_id=subdomain.pk)

        assert console.post(page).status_code == 404
        assert Domain.objects.filter(pk=subdomain.pk).exists()

    def test_are_changed_after_saying_what_that_means(
        self, console: HostClient, acme_row: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        assert "acme.rooster.test leads to the new address" in console.get(url("company_address", acme_row)).content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            html = console.post(url("company_address", acme_row), {"subdomain": "robots"}, follow=True).content.decode()

        assert "Acme Robotics is at robots.rooster.test now." in html
        assert "Olga Petrova changed Acme Robotics’s address from “acme.rooster.test” to “robots.rooster.test”." in html
        moved = HostClient("acme.rooster.test").get("/people/")
        assert moved.headers["Location"] == "http://robots.rooster.test/people/"

    @pytest.mark.parametrize(
        ("subdomain", "complaint"),
        [
            ("globex", "This address is taken."),
            ("acme", "This is your address already."),
            ("www", "This address is reserved."),
            ("", "This field is required."),
        ],
    )
    def test_that_cannot_be_had_say_why(self, console: HostClient, acme_row: Company, subdomain: str, complaint: str) -> None:
        response = console.post(url("company_address", acme_row), {"subdomain": subdomain})

        assert response.status_code == 422
        assert complaint in response.content.decode()

    def test_are_kept_while_the_company_is_deleted(self, console: HostClient, acme_row: Company) -> None:
        request_removal(company=acme_row, acting_user=None, grace=timedelta(days=30), now=NOW)

        assert console.post(url("company_address", acme_row), {"subdomain": "robots"}).status_code == 404
        assert "Change the subdomain" not in console.get(url("company_detail", acme_row)).content.decode()

    def test_are_changed_once_a_day(self, console: HostClient, acme_row: Company) -> None:
        console.post(url("company_address", acme_row), {"subdomain": "robots"})
        response = console.post(url("company_address", acme_row), {"subdomain": "gears"})

        assert response.status_code == 422
        assert "The address was changed a short while ago" in response.content.decode()


class TestWelcome:
    def test_the_owner_is_mailed_once_the_company_is_ready_and_only_once(
        self, acme_row: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        Company.objects.filter(pk=acme_row.pk).update(ready_at=None)
        with pytest.raises(CompanyNotReady):
            welcome_new_owner(company_id=acme_row.pk)

        Company.objects.filter(pk=acme_row.pk).update(ready_at=NOW)
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                tasks.welcome_owner_once_ready(company_id=str(acme_row.pk))

        assert [message.to for message in mail.outbox] == [["alice@acme.example"]]
        assert mail.outbox[0].subject == "Acme Robotics is ready on Rooster"
        assert "http://acme.rooster.test/accounts/password/reset/?email=alice%40acme.example" in mail.outbox[0].body

    def test_a_job_that_comes_too_early_comes_back(self, acme_row: Company) -> None:
        Company.objects.filter(pk=acme_row.pk).update(ready_at=None)

        with pytest.raises(JobMustWait, match="still being set up"):
            tasks.welcome_owner_once_ready(company_id=str(acme_row.pk))

    def test_a_company_that_is_gone_is_no_concern(self, db: None) -> None:
        tasks.welcome_owner_once_ready(company_id=str(new_id()))

        assert mail.outbox == []

    def test_staff_may_write_again(self, console: HostClient, acme_row: Company, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            response = console.post(url("company_welcome", acme_row), follow=True)

        assert len(mail.outbox) == 1
        assert "Olga Petrova mailed the owner of Acme Robotics how to sign in." in response.content.decode()

    def test_not_before_the_company_is_ready(self, console: HostClient) -> None:
        company = make_company("Late", ready_at=None)

        assert "still being set up" in console.post(url("company_welcome", company), follow=True).content.decode()
        assert mail.outbox == []


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=40), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=30), "30 hours ago"),
        (timedelta(days=13, hours=23), "14 days ago"),
        (timedelta(days=400), "13 months ago"),
        (timedelta(days=-14, seconds=5), "in 14 days"),
    ],
)
def test_moments_are_told_in_one_unit_with_the_exact_one_on_hover(distance: timedelta, words: str) -> None:
    html = when(datetime(2026, 3, 10, 12, 30, tzinfo=UTC), datetime(2026, 3, 10, 12, 30, tzinfo=UTC) + distance)

    assert html == f'<time datetime="2026-03-10T12:30:00+00:00" title="10 Mar 2026, 12:30 UTC">{words}</time>'


class TestSetUp:
    def test_a_failed_one_shows_its_error_and_can_be_tried_again(self, console: HostClient, started: list[Any]) -> None:
        company = make_company("Broken", ready_at=None, error="No space left on device.")
        assert "No space left on device." in console.get(url("company_detail", company)).content.decode()

        given_up = {"task": build_company.name, "created_at": NOW, "not_before": NOW, "failed_at": NOW}
        for company_id in (company.id, new_id()):
            Job.objects.create(arguments={"company_id": str(company_id)}, **given_up)

        response = console.post(url("company_set_up_again", company), follow=True)

        assert started == [company.id]
        assert Job.objects.failed().count() == 1, "what had given up on another company stays"
        assert "Olga Petrova asked for the set-up of Broken to be tried again." in response.content.decode()

    def test_there_is_nothing_to_try_when_it_is_ready(self, console: HostClient, acme_row: Company, started: list[Any]) -> None:
        html = console.post(url("company_set_up_again", acme_row), follow=True).content.decode()

        assert "ready already" in html
        assert started == []
