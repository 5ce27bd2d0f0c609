"""Another subdomain: the old one leads on, then is kept, then is free."""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from conftest import HostClient
from core.audit.models import AuditEvent
from core.tenancy import enter_public, in_public
from superadmin.tests.factories import make_company
from tenants.accounts.models import User
from tenants.addresses.actions.subdomains import (
    RenamedTooOften,
    SubdomainUnchanged,
    release_former_subdomains,
    rename_subdomain,
)
from tenants.companies import hosts
from tenants.companies.actions import SubdomainTaken, create_company
from tenants.companies.models import Company, CompanyStatus, Domain, DomainKind
from tenants.companies.queries import why_not_free
from tenants.companies.rules import SubdomainNotAllowed
from tenants.schemas.owner import owner_transaction

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _addresses(company: Company) -> dict[str, str]:
    with in_public():
        return dict(Domain.objects.filter(tenant=company).values_list("domain", "kind"))


def _create(subdomain: str) -> Company:
    return create_company(
        name="Initech",
        subdomain=subdomain,
        owner_name="Peter",
        owner_email="peter@initech.example",
        country="US",
        time_zone="America/Chicago",
        currency="USD",
        acting_user=None,
        now=NOW,
    )


@pytest.fixture
def renamed(acme: Company, django_capture_on_commit_callbacks: Any) -> Company:
    """Acme, renamed to robots a moment ago."""
    enter_public()
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        rename_subdomain(company=acme, subdomain="robots", acting_user=None, now=NOW)
    return acme


class TestRenaming:
    def test_refuses_what_cannot_be_an_address(self, acme: Company, alice: User) -> None:
        refused: dict[str, type[Exception]] = {
            "acme": SubdomainUnchanged,
            "globex": SubdomainTaken,
            "www": SubdomainNotAllowed,
            "Robots": SubdomainNotAllowed,
            "ro--bots": SubdomainNotAllowed,
            "": SubdomainNotAllowed,
        }
        for subdomain, error in refused.items():
            with pytest.raises(error):
                rename_subdomain(company=acme, subdomain=subdomain, acting_user=alice, now=NOW)

        assert _addresses(acme) == {"acme.rooster.test": "subdomain"}

    def test_by_its_owner_stands_in_both_trails(self, acme: Company, alice: User) -> None:
        rename_subdomain(company=acme, subdomain="robots", acting_user=alice, now=NOW)

        assert _addresses(acme) == {"acme.rooster.test": "former", "robots.rooster.test": "subdomain"}
        own = AuditEvent.objects.get(action="company:renamed")
        with in_public():
            public = AuditEvent.objects.get(action="company:renamed", object_id=str(acme.pk))
            assert Company.objects.get(pk=acme.pk).url == "http://robots.rooster.test"
        for event in (own, public):
            assert (event.actor_id, event.before, event.after) == (
                alice.id,
                {"address": "acme.rooster.test"},
                {"address": "robots.rooster.test"},
            )

    def test_by_the_staff_stands_in_the_platforms_trail(self, renamed: Company) -> None:
        assert AuditEvent.objects.get(action="company:renamed", object_id=str(renamed.pk)).actor_label == "Rooster"

    def test_a_second_one_has_to_wait_a_day(self, renamed: Company) -> None:
        with pytest.raises(RenamedTooOften, match="2026"):
            rename_subdomain(company=renamed, subdomain="cyborgs", acting_user=None, now=NOW + DAY - timedelta(seconds=1))

        rename_subdomain(company=renamed, subdomain="cyborgs", acting_user=None, now=NOW + DAY)
        assert _addresses(renamed)["cyborgs.rooster.test"] == "subdomain"

    def test_a_former_one_can_be_taken_back_at_once(self, renamed: Company) -> None:
        rename_subdomain(company=renamed, subdomain="acme", acting_user=None, now=NOW + timedelta(minutes=1))

        assert _addresses(renamed) == {"acme.rooster.test": "subdomain", "robots.rooster.test": "former"}
        assert Domain.objects.get(tenant=renamed, is_primary=True).domain == "acme.rooster.test"

    def test_only_so_many_names_are_kept_for_one_company(self, renamed: Company) -> None:
        for number in range(1, 5):
            rename_subdomain(company=renamed, subdomain=f"robots{number}", acting_user=None, now=NOW + number * DAY)

        with pytest.raises(RenamedTooOften):
            rename_subdomain(company=renamed, subdomain="robots5", acting_user=None, now=NOW + 30 * DAY)
        later = NOW + 365 * DAY
        release_former_subdomains(now=later)
        rename_subdomain(company=renamed, subdomain="robots5", acting_user=None, now=later)

    def test_a_custom_primary_domain_stays_the_primary_one(self, acme: Company) -> None:
        enter_public()
        Domain.objects.create(
            domain="hr.acme.com", tenant=acme, kind=DomainKind.CUSTOM, requested_at=NOW, token="t", verified_at=NOW, is_primary=True
        )

        rename_subdomain(company=acme, subdomain="robots", acting_user=None, now=NOW)

        assert Domain.objects.get(tenant=acme, is_primary=True).domain == "hr.acme.com"

    def test_a_bad_row_is_refused_by_the_database(self, acme: Company) -> None:
        enter_public()
        rows: list[dict[str, Any]] = [
            {"kind": "subdomain"},
            {"kind": "former"},
            {"kind": "former", "former_since": NOW, "is_primary": True},
            {"kind": "custom"},
            {"kind": "custom", "requested_at": NOW, "token": "t", "is_primary": True},
            {"kind": "else"},
        ]
        for row in rows:
            with pytest.raises(IntegrityError), transaction.atomic():
                Domain.objects.bulk_create([Domain(domain="x.rooster.test", tenant=acme, **{"is_primary": False, **row})])


class TestTheFormerAddress:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_leads_to_the_same_page_at_the_new_one(self, renamed: Company, acme_client: HostClient, method: str) -> None:
        with time_machine.travel(NOW, tick=False):
            answer = getattr(acme_client, method)("/time/team/?status=in&q=%C3%B6")

        # Not for good: the company may take the address back.
        assert answer.status_code == 302
        assert answer.headers["Location"] == "http://robots.rooster.test/time/team/?status=in&q=%C3%B6"

    def test_leads_nowhere_else(self, renamed: Company, acme_client: HostClient) -> None:
        with time_machine.travel(NOW, tick=False):
            answer = acme_client.get("//evil.example/%0d%0aSet-Cookie:x")

        assert answer.headers["Location"].startswith("http://robots.rooster.test/")
        assert "\n" not in answer.headers["Location"]

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_takes_nothing(self, renamed: Company, acme_client: HostClient, method: str) -> None:
        with time_machine.travel(NOW, tick=False):
            answer = getattr(acme_client, method)("/accounts/login/")

        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        assert 'href="http://robots.rooster.test/"' in answer.content.decode()

    def test_costs_no_statement_the_second_time(
        self, renamed: Company, acme_client: HostClient, django_assert_num_queries: Any
    ) -> None:
        enter_public()
        with time_machine.travel(NOW, tick=False):
            acme_client.get("/")
            with django_assert_num_queries(0):
                acme_client.get("/")

    def test_leads_for_a_quarter_then_answers_nothing(self, renamed: Company, acme_client: HostClient) -> None:
        with time_machine.travel(NOW + 90 * DAY, tick=False):
            hosts._entries.clear()
            assert acme_client.get("/").status_code == 404

        assert hosts.find_company_by_host("acme.rooster.test") is None
        assert hosts.find_company_by_host("robots.rooster.test") == renamed

    def test_of_a_closed_company_leads_to_the_page_that_says_so(
        self, renamed: Company, acme_client: HostClient, django_capture_on_commit_callbacks: Any
    ) -> None:
        Company.objects.filter(pk=renamed.pk).update(status=CompanyStatus.SUSPENDED)
        hosts._entries.clear()
        with time_machine.travel(NOW, tick=False):
            assert acme_client.get("/").status_code == 302
        assert HostClient("robots.rooster.test").get("/").status_code == 403

    def test_a_session_does_not_come_along(self, acme: Company, sign_in: Any, alice: User) -> None:
        browser = sign_in(alice)
        rename_subdomain(company=acme, subdomain="robots", acting_user=alice, now=NOW)
        hosts._entries.clear()

        # The cookie is the old host's alone; a browser does not send it to the new one.
        assert HostClient("robots.rooster.test").get("/").headers["Location"].startswith("/accounts/login/")
        assert all(not morsel["domain"] for morsel in browser.cookies.values())

    def test_is_nobody_elses_for_a_year(self, renamed: Company, globex: Company) -> None:
        almost = NOW + 365 * DAY - timedelta(seconds=1)
        assert release_former_subdomains(now=almost) == 0
        assert "belonged to another company" in str(why_not_free("acme"))
        assert "is taken" in str(why_not_free("robots"))
        with pytest.raises(SubdomainTaken):
            rename_subdomain(company=globex, subdomain="acme", acting_user=None, now=almost)
        with pytest.raises(SubdomainTaken):
            _create("acme")

        assert release_former_subdomains(now=NOW + 365 * DAY) == 1
        assert why_not_free("acme") is None
        _create("acme")

    def test_cannot_be_signed_up_for(self, renamed: Company, public_client: HostClient) -> None:
        answer = public_client.get("/signup/subdomain/", {"subdomain": "acme"})

        assert "belonged to another company" in answer.content.decode()


class TestTwoAtOnce:
    @pytest.fixture
    def company(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
        """A row of a company that other connections see, gone after the test."""
        with django_db_blocker.unblock():
            enter_public()
            company = make_company(f"race{uuid.uuid4().hex[:8]}")
            yield company
            with owner_transaction() as cursor:
                for statement in (
                    "DELETE FROM companies_domain WHERE tenant_id = %s",
                    "DELETE FROM schemas_provisioning WHERE company_id = %s",
                    "DELETE FROM companies_company WHERE id = %s",
                ):
                    cursor.execute(statement, [company.pk])

    def test_one_wins_and_the_other_is_told(self, company: Company) -> None:
        outcomes: list[str] = []
        together = threading.Barrier(2)

        def rename(subdomain: str) -> None:
            try:
                enter_public()
                together.wait(5)
                rename_subdomain(company=company, subdomain=subdomain, acting_user=None, now=NOW)
                outcomes.append("renamed")
            except RenamedTooOften:
                outcomes.append("told")
            finally:
                connection.close()

        threads = [threading.Thread(target=rename, args=[f"{company.name}-{side}"]) for side in ("left", "right")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert sorted(outcomes) == ["renamed", "told"]
        kinds = sorted(Domain.objects.filter(tenant=company).values_list("kind", flat=True))
        assert kinds == ["former", "subdomain"]
