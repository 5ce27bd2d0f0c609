"""From host to company: few queries, no answer older than a blink."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import redis.exceptions
from django.core.cache import caches

from conftest import HostClient
from core.tenancy import enter_public
from tenants.companies import hosts
from tenants.companies.actions import change_status
from tenants.companies.models import Company, CompanyStatus, Domain


@contextlib.contextmanager
def _another_process() -> Iterator[None]:
    """What another process keeps is not what this one keeps."""
    own, read = dict(hosts._entries), hosts._read
    hosts._entries.clear()
    yield
    hosts._entries.clear()
    hosts._entries.update(own)
    hosts._read = read


@pytest.mark.django_db
class TestFindingACompany:
    def test_asks_the_database_once(self, django_assert_num_queries: Any) -> None:
        enter_public()
        hosts.find_company_by_host("acme.rooster.test")

        with django_assert_num_queries(0):
            found = hosts.find_company_by_host("ACME.Rooster.test.")

        assert found is not None
        assert found.name == "Acme Robotics"

    def test_hands_out_copies(self) -> None:
        first = hosts.find_company_by_host("acme.rooster.test")
        assert first is not None
        first.name = "changed by one request"

        second = hosts.find_company_by_host("acme.rooster.test")
        assert second is not None
        assert second.name == "Acme Robotics"

    def test_notices_a_change_made_by_another_process_within_a_blink(
        self, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert hosts.find_company_by_host("acme.rooster.test") is not None

        with _another_process(), django_capture_on_commit_callbacks(execute=True):
            Domain.objects.filter(domain="acme.rooster.test").update(domain="robots.rooster.test")
            hosts.forget_hosts_on_commit()

        monkeypatch.setattr(hosts, "BLINK_SECONDS", 0)
        assert hosts.find_company_by_host("acme.rooster.test") is None
        assert hosts.find_company_by_host("robots.rooster.test") is not None

    def test_asks_the_cache_once_in_a_blink(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hosts, "BLINK_SECONDS", 60)
        with mock.patch.object(caches["platform"], "get_or_set", return_value="one") as asked:
            for _ in range(3):
                hosts.find_company_by_host("acme.rooster.test")

        asked.assert_called_once()

    def test_is_not_deceived_by_an_emptied_cache(self, django_capture_on_commit_callbacks: Any) -> None:
        assert hosts.find_company_by_host("acme.rooster.test") is not None
        before = caches["platform"].get(hosts.GENERATION_KEY)
        caches["platform"].delete(hosts.GENERATION_KEY)

        with django_capture_on_commit_callbacks(execute=True):
            hosts.forget_hosts_on_commit()

        assert caches["platform"].get(hosts.GENERATION_KEY) not in {None, before}

    def test_works_without_the_cache(self) -> None:
        with mock.patch.object(caches["platform"], "get_or_set", side_effect=redis.exceptions.ConnectionError):
            assert hosts.find_company_by_host("acme.rooster.test") is not None
            Domain.objects.filter(domain="acme.rooster.test").update(domain="robots.rooster.test")
            assert hosts.find_company_by_host("acme.rooster.test") is None

    def test_does_not_keep_unknown_hosts(self) -> None:
        hosts.find_company_by_host("nobody.rooster.test")

        assert "nobody.rooster.test" not in hosts._entries


class TestUnknownHosts:
    @pytest.mark.parametrize("host", ["nobody.rooster.test", "rooster.example", "acme.rooster.test.evil.example", "a b", "[::1]"])
    def test_get_a_helpful_page(self, db: None, host: str) -> None:
        answer = HostClient(host).get("/")

        assert answer.status_code == 404
        assert "http://rooster.test" in answer.content.decode()

    def test_the_console_is_no_company(self, console_client: HostClient) -> None:
        assert console_client.get("/people/").status_code == 404


class TestClosedCompanies:
    @pytest.mark.parametrize(
        ("status", "code"),
        [(CompanyStatus.SUSPENDED, 403), (CompanyStatus.EXPIRED, 402), (CompanyStatus.CANCELLED, 410)],
    )
    def test_say_so_on_every_address(
        self, acme_client: HostClient, acme: Company, status: CompanyStatus, code: int, django_capture_on_commit_callbacks: Any
    ) -> None:
        assert acme_client.get("/accounts/login/").status_code == 200

        enter_public()
        with django_capture_on_commit_callbacks(execute=True):
            change_status(company=acme, status=status, acting_user=None)

        for path in ("/", "/accounts/login/", "/admin/", "/nothing/"):
            answer = acme_client.get(path)
            assert answer.status_code == code
            assert "Acme Robotics" in answer.content.decode()
            assert answer["Cache-Control"] == "no-store"

    def test_a_company_that_is_being_built_asks_to_wait(self, acme_client: HostClient, acme: Company) -> None:
        enter_public()
        Company.objects.filter(pk=acme.pk).update(ready_at=None)

        answer = acme_client.get("/")

        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
