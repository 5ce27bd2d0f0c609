"""The console's pages: who may see them, what they show, what they do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent
from core.ids import new_id, opaque_schema_name
from core.tenancy import enter_public
from superadmin import actions, tasks
from superadmin.actions import CompanyNotReady, create_staff, welcome_new_owner
from superadmin.templatetags.console import when
from tenants.accounts.actions import create_user
from tenants.accounts.models import User
from tenants.companies.models import Company, CompanyStatus, Domain
from tenants.companies.rules import role_name_for
from tenants.schemas import actions as schemas
from tenants.schemas.models import Provisioning, ProvisioningState

NOW = timezone.now()
CONSOLE = "config.urls_console"
NEW_COMPANY = {
    "name": "Initech",
    "subdomain": "Initech",
    "owner_name": "Peter Gibbons",
    "owner_email": "peter@initech.example",
    "country": "DE",
    "time_zone": "",
    "currency": "",
}


def url(name: str, company: Company | None = None) -> str:
    return reverse(name, urlconf=CONSOLE, kwargs={"company_id": company.pk} if company else None)


@pytest.fixture
def olga(db: None) -> User:
    enter_public()
    return create_staff(email="olga@rooster.example", full_name="Olga Petrova", password="seven purple herons wading", now=NOW)


@pytest.fixture
def console(olga: User, console_client: HostClient) -> HostClient:
    console_client.force_login(olga)
    return console_client


@pytest.fixture
def acme_row(globex: Company) -> Company:
    """Acme seen from the console: a row in public."""
    enter_public()
    acme: Company = Company.objects.get(name="Acme Robotics")
    return acme


def make_company(name: str, **values: Any) -> Company:
    """A row of a company, with a set-up but without a schema."""
    error = values.pop("error", "")
    moved = values.pop("moved", NOW)
    company_id = new_id()
    schema_name = opaque_schema_name(company_id)
    company: Company = Company.objects.create(
        **{
            "id": company_id,
            "name": name,
            "schema_name": schema_name,
            "role_name": role_name_for(schema_name),
            "status": CompanyStatus.ACTIVE,
            "country": "GB",
            "time_zone": "Europe/London",
            "currency": "GBP",
            "owner_name": f"Owner of {name}",
            "owner_email": f"{name.lower()}@owners.example",
            "created_at": NOW,
            "ready_at": NOW,
            **values,
        }
    )
    Domain.objects.create(domain=f"{name.lower()}.rooster.test", tenant=company, is_primary=True)
    state = ProvisioningState.READY if company.ready_at else ProvisioningState.SCHEMA
    Provisioning.objects.create(company=company, state=state, requested_at=NOW, changed_at=moved, error=error)
    return company


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The companies that a worker was asked to set up. Building needs a committed row, which a test does not have."""
    calls: list[Any] = []
    for module in (schemas, actions):
        monkeypatch.setattr(module, "start_provisioning", lambda _task, company_id: calls.append(company_id))
    return calls


PAGES = ["console_home", "company_list", "company_add"]
COMPANY_PAGES = ["company_detail", "company_suspend", "company_activate"]
COMPANY_POSTS = ["company_suspend", "company_activate", "company_set_up_again", "company_welcome"]


class TestWhoMayEnter:
    @pytest.mark.parametrize("name", PAGES)
    def test_somebody_unknown_is_sent_to_sign_in(self, console_client: HostClient, name: str) -> None:
        response = console_client.get(url(name))

        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/?next=")

    @pytest.mark.parametrize("name", COMPANY_POSTS)
    def test_nobody_unknown_changes_anything(self, console_client: HostClient, acme_row: Company, name: str) -> None:
        assert console_client.post(url(name, acme_row)).status_code == 302
        assert AuditEvent.objects.exclude(action="company:created").count() == 0

    def test_staff_sign_in_and_arrive_at_the_platform(self, olga: User, console_client: HostClient) -> None:
        credentials = {"login": olga.email, "password": "seven purple herons wading"}
        response = console_client.post("/accounts/login/", credentials, follow=True)

        assert response.redirect_chain[-1] == ("/", 302)
        assert "Platform" in response.content.decode()

    @pytest.mark.parametrize("name", PAGES)
    def test_staff_see_every_page(self, console: HostClient, name: str) -> None:
        assert console.get(url(name)).status_code == 200

    @pytest.mark.parametrize("name", COMPANY_PAGES)
    def test_staff_see_every_page_of_a_company(self, console: HostClient, acme_row: Company, name: str) -> None:
        assert console.get(url(name, acme_row)).status_code == 200

    def test_an_account_without_the_role_is_refused(self, console_client: HostClient) -> None:
        user = create_user(
            email="guest@rooster.example",
            full_name="Guest",
            password_hash=None,
            roles=[],
            is_verified=True,
            acting_user=None,
            now=NOW,
        )
        console_client.force_login(user)

        assert {console_client.get(url(name)).status_code for name in PAGES} == {403}

    def test_a_session_of_a_company_is_worth_nothing_here(
        self, sign_in: Callable[[User], HostClient], alice: User, console_client: HostClient
    ) -> None:
        console_client.cookies = sign_in(alice).cookies

        assert console_client.get(url("console_home")).headers["Location"].startswith("/accounts/login/")

    def test_the_console_is_not_on_a_companys_host(self, sign_in: Callable[[User], HostClient], alice: User) -> None:
        assert sign_in(alice).get(url("company_list")).status_code == 404

    def test_an_unknown_company_is_not_found(self, console: HostClient) -> None:
        assert console.get(f"/companies/{new_id()}/").status_code == 404


class TestPlatform:
    def test_counts_and_names_what_needs_a_look(self, console: HostClient) -> None:
        Company.objects.update(created_at=NOW - timedelta(days=200), trial_ends_at=NOW + timedelta(days=9))
        make_company("Stuck", status="trial", ready_at=None, moved=NOW - timedelta(minutes=5))
        make_company("Broken", ready_at=None, error="The replayed schema differs.")
        make_company("Ending", status="trial", trial_ends_at=NOW + timedelta(days=2), people_count=7)
        make_company("Fresh", status="trial", trial_ends_at=NOW + timedelta(days=12), last_used_at=NOW)
        make_company("Building", status="trial", ready_at=None)
        make_company("Gone", status="cancelled", trial_ends_at=NOW)

        response = console.get(url("console_home"))
        overview = response.context["overview"]

        assert (overview.companies, overview.people, overview.in_use, overview.recent) == (8, 7, 1, 6)
        assert {health.value: number for health, number in overview.by_health.items()} == {
            "failing": 2,
            "ending": 1,
            "building": 1,
            "trial": 3,
            "well": 0,
            "closed": 1,
        }
        assert [company.name for company in response.context["to_look_at"]] == ["Stuck", "Broken", "Ending"]
        assert "3 companies need a look" in response.content.decode()

    def test_without_companies_it_says_what_to_do(self, console: HostClient) -> None:
        Provisioning.objects.all().delete()
        Domain.objects.all().delete()
        Company.objects.all().delete()

        assert "Create the first company" in console.get(url("console_home")).content.decode()

    def test_costs_the_same_whatever_the_size(self, console: HostClient) -> None:
        _check_statements(console, url("console_home"), most=9)


def _check_statements(console: HostClient, address: str, *, most: int) -> None:
    counts = []
    # The first page of a session also writes the session.
    console.get(address)
    for prefix in ("a", "b"):
        for number in range(12):
            make_company(f"{prefix}{number}")
        with CaptureQueriesContext(connection) as queries:
            console.get(address)
        counts.append(len([query for query in queries if "set_config" not in query["sql"]]))
    assert counts[0] == counts[1] <= most


class TestList:
    def test_costs_the_same_whatever_the_size(self, console: HostClient) -> None:
        _check_statements(console, url("company_list"), most=6)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("", ["Umbrella", "Hooli", "Globex", "Acme Robotics"]),
            ("?q=hoo", ["Hooli"]),
            ("?q=UMBRELLA.rooster", ["Umbrella"]),
            ("?q=acme robotics", ["Acme Robotics"]),
            ("?q=alice@acme", ["Acme Robotics"]),
            ("?q=nobody", []),
            ("?status=suspended", ["Hooli"]),
            ("?status=look", ["Umbrella"]),
            ("?status=nonsense&q=hoo", ["Hooli"]),
            ("?sort=name", ["Acme Robotics", "Globex", "Hooli", "Umbrella"]),
            ("?sort=-people", ["Hooli", "Umbrella", "Globex", "Acme Robotics"]),
            ("?sort=used&status=suspended", ["Hooli"]),
            ("?sort=nonsense&page=99", ["Umbrella", "Hooli", "Globex", "Acme Robotics"]),
        ],
    )
    def test_searches_filters_and_sorts_by_its_address(self, console: HostClient, asked: str, found: list[str]) -> None:
        Company.objects.update(created_at=NOW - timedelta(days=200), trial_ends_at=NOW + timedelta(days=9))
        Company.objects.filter(name="Globex").update(created_at=NOW - timedelta(days=100), people_count=2)
        make_company("Hooli", status="suspended", people_count=90, created_at=NOW - timedelta(days=2))
        make_company("Umbrella", status="trial", people_count=12, ready_at=None, error="No space left.")

        page = console.get(url("company_list") + asked).context["page"]

        assert [company.name for company in page] == found

    def test_never_used_comes_last_either_way(self, console: HostClient) -> None:
        make_company("Used", last_used_at=NOW)

        assert [console.get(url("company_list") + f"?sort={sort}").context["page"][0].name for sort in ("used", "-used")] == [
            "Used"
        ] * 2

    def test_pages_keep_the_filters(self, console: HostClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("superadmin.views.PAGE_SIZE", 1)

        html = console.get(url("company_list") + "?status=trial&sort=name").content.decode()

        assert "?status=trial&amp;sort=name&amp;page=2" in html
        assert "2 companies found" in html


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
    def test_registers_the_company_and_starts_its_set_up(
        self, console: HostClient, olga: User, started: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        with (
            mock.patch.object(tasks.welcome_owner_once_ready, "delay") as welcome,
            django_capture_on_commit_callbacks(execute=True),
        ):
            response = console.post(url("company_add"), NEW_COMPANY)

        company = Company.objects.prefetch_related("domains").get(name="Initech")
        assert response.headers["Location"] == url("company_detail", company)
        assert (company.host, company.time_zone, company.currency) == ("initech.rooster.test", "Europe/Berlin", "EUR")
        assert (started, company.status) == ([company.id], CompanyStatus.TRIAL)
        welcome.assert_called_once_with(company_id=str(company.id))
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
            ({"subdomain": "acme"}, "Another company has this address."),
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
        monkeypatch.setattr("superadmin.forms.is_subdomain_free", lambda _subdomain: True)

        response = console.post(url("company_add"), {**NEW_COMPANY, "subdomain": "acme"})

        assert "That address is already taken." in response.content.decode()


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
                tasks.welcome_owner_once_ready.delay(company_id=str(acme_row.pk))

        assert [message.to for message in mail.outbox] == [["alice@acme.example"]]
        assert mail.outbox[0].subject == "Acme Robotics is ready on Rooster"
        assert "http://acme.rooster.test/accounts/password/reset/?email=alice%40acme.example" in mail.outbox[0].body

    def test_a_job_that_comes_too_early_comes_back(self, acme_row: Company) -> None:
        Company.objects.filter(pk=acme_row.pk).update(ready_at=None)

        with pytest.raises(Retry):
            tasks.welcome_owner_once_ready.delay(company_id=str(acme_row.pk))

    def test_a_company_that_is_gone_is_no_concern(self, db: None) -> None:
        tasks.welcome_owner_once_ready.delay(company_id=str(new_id()))

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
    def test_a_failed_one_shows_its_error_and_can_be_tried_again(
        self, console: HostClient, started: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        company = make_company("Broken", ready_at=None, error="No space left on device.")
        assert "No space left on device." in console.get(url("company_detail", company)).content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            response = console.post(url("company_set_up_again", company), follow=True)

        assert started == [company.id]
        assert "Olga Petrova asked for the set-up of Broken to be tried again." in response.content.decode()

    def test_there_is_nothing_to_try_when_it_is_ready(self, console: HostClient, acme_row: Company, started: list[Any]) -> None:
        html = console.post(url("company_set_up_again", acme_row), follow=True).content.decode()

        assert "ready already" in html
        assert started == []
