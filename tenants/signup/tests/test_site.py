"""Landing, plans, and the pages of hosts without an open company."""

from http import HTTPStatus

import pytest
from django.utils import timezone

from billing.models import Plan
from conftest import HostClient
from tenants.companies.models import Company
from tenants.signup.tests.factories import text_of


class TestPlans:
    def test_come_from_rows(self, public_client: HostClient) -> None:
        Plan.objects.filter(code="basic").update(monthly_price="31.50", tagline="For the few")

        for page in (text_of(public_client.get("/")), text_of(public_client.get("/plans/"))):
            assert "$31.50" in page
            assert "For the few" in page
            assert "?plan=basic" in page

    def test_by_month_and_by_year(self, public_client: HostClient) -> None:
        monthly, yearly = public_client.get("/plans/"), public_client.get("/plans/?cycle=yearly")
        nonsense = public_client.get("/plans/?cycle=weekly")

        assert "$79" in text_of(monthly)
        assert "$790" in text_of(yearly)
        assert text_of(nonsense) == text_of(monthly)

    def test_none_on_sale_is_said(self, public_client: HostClient) -> None:
        Plan.objects.update(is_public=False)

        assert "Plans are being changed" in text_of(public_client.get("/plans/"))
        assert public_client.get("/").status_code == HTTPStatus.OK


class TestLanding:
    def test_leaves_no_cookie(self, public_client: HostClient) -> None:
        assert not public_client.get("/").cookies

    def test_its_policy_forbids_inline_code(self, public_client: HostClient) -> None:
        policy = public_client.get("/signup/")["Content-Security-Policy"]

        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("suspended", HTTPStatus.FORBIDDEN, "Acme Robotics is suspended"),
        ("expired", HTTPStatus.PAYMENT_REQUIRED, "has run out"),
        ("cancelled", HTTPStatus.GONE, "Acme Robotics has left Rooster"),
    ],
)
def test_closed_companies_say_what_to_do(db: None, status: str, code: HTTPStatus, words: str) -> None:
    Company.objects.filter(name="Acme Robotics").update(status=status)

    page = HostClient("acme.rooster.test").get("/")

    assert page.status_code == code
    assert words in text_of(page)
    assert "If you own" in text_of(page)


def test_an_unknown_host_helps_to_find_the_right_one(db: None) -> None:
    page = HostClient("nobody.rooster.test").get("/some/page/")

    assert page.status_code == HTTPStatus.NOT_FOUND
    assert 'href="http://rooster.test/find/"' in text_of(page)


def test_a_company_being_built_loads_again_by_itself(db: None) -> None:
    Company.objects.filter(name="Acme Robotics").update(ready_at=None, created_at=timezone.now())

    page = HostClient("acme.rooster.test").get("/")

    assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert page["Refresh"] == "3"
    assert "Acme Robotics is being set up" in text_of(page)
