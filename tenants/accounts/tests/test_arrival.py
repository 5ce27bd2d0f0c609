"""From the public site into the new company, once."""

from unittest import mock

import redis.exceptions
import time_machine
from django_tenants.utils import tenant_context

from conftest import HostClient
from tenants.accounts.arrival import PASS_LIFETIME, issue_pass
from tenants.accounts.models import User
from tenants.companies.models import Company


class TestArriving:
    def test_signs_the_owner_in_once(self, acme: Company, alice: User) -> None:
        arrival_pass = issue_pass(company=acme, email=alice.email)
        first, second = HostClient("acme.rooster.test"), HostClient("acme.rooster.test")

        opened = first.get("/accounts/arrive/", {"pass": arrival_pass})
        refused = second.get("/accounts/arrive/", {"pass": arrival_pass})

        assert opened["Location"] == "/"
        assert first.session["_auth_user_id"] == str(alice.id)
        assert refused["Location"] == "/accounts/login/"
        assert "used already" in second.get("/accounts/login/").content.decode()

    def test_a_pass_of_another_company_is_refused(self, acme: Company, globex: Company) -> None:
        arrival_pass = issue_pass(company=acme, email="carol@acme.example")
        client = HostClient("globex.rooster.test")

        answer = client.get("/accounts/arrive/", {"pass": arrival_pass})

        assert answer["Location"] == "/accounts/login/"
        with tenant_context(globex):
            assert "_auth_user_id" not in client.session

    def test_a_pass_is_refused_while_nobody_can_tell_whether_it_was_used(
        self, acme: Company, alice: User, acme_client: HostClient
    ) -> None:
        arrival_pass = issue_pass(company=acme, email=alice.email)

        with mock.patch("tenants.accounts.arrival.cache.add", side_effect=redis.exceptions.ConnectionError):
            answer = acme_client.get("/accounts/arrive/", {"pass": arrival_pass})

        assert answer["Location"] == "/accounts/login/"

    def test_an_old_or_forged_pass_is_refused(self, acme: Company, alice: User, acme_client: HostClient) -> None:
        arrival_pass = issue_pass(company=acme, email=alice.email)

        with time_machine.travel(PASS_LIFETIME.total_seconds() + time_machine_now(), tick=False):
            old = acme_client.get("/accounts/arrive/", {"pass": arrival_pass})
        forged = acme_client.get("/accounts/arrive/", {"pass": arrival_pass[:-1] + "x"})
        empty = acme_client.get("/accounts/arrive/")

        assert old["Location"] == forged["Location"] == empty["Location"] == "/accounts/login/"


def time_machine_now() -> float:
    import time

    return time.time() + 1
