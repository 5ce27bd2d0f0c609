"""The console's pages: who may see them, what they show, what they do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from core.audit.models import AuditEvent
from core.ids import new_id
from superadmin.tests.factories import NOW, make_company, url
from tenants.accounts.actions import create_user
from tenants.accounts.models import User
from tenants.companies.models import Company, Domain
from tenants.schemas.models import Provisioning

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
        known = AuditEvent.objects.count()
        assert console_client.post(url(name, acme_row)).status_code == 302
        assert AuditEvent.objects.count() == known

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
