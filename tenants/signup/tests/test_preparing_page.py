"""Watching the company being built, and going in."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from conftest import HostClient
from tenants.companies.models import Company
from tenants.schemas.models import Provisioning
from tenants.signup.models import Registration
from tenants.signup.rules import ARRIVAL_WINDOW
from tenants.signup.tests.factories import hold, make_registration, text_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def registration(public_client: HostClient) -> Registration:
    """Alice's, held by the public client; her company's building stands at its beginning."""
    company = Company.objects.get(name="Acme Robotics")
    _stand_at("requested")
    Company.objects.filter(pk=company.pk).update(ready_at=None)
    made = make_registration(verified_at=timezone.now(), company=company, email="alice@acme.example", subdomain="acme")
    hold(public_client, made)
    return made


def _stand_at(state: str, **values: Any) -> None:
    provisioning = Provisioning.objects.filter(company__name="Acme Robotics")
    provisioning.update(**{"state": state, "changed_at": timezone.now(), "attempts": 1, "error": "", **values})


def _open(ago: timedelta = timedelta(0)) -> None:
    _stand_at("ready")
    Company.objects.filter(name="Acme Robotics").update(ready_at=timezone.now() - ago)


class TestProgress:
    @pytest.mark.parametrize(("state", "percent"), [("requested", 25), ("schema", 50), ("seed", 75)])
    def test_shows_each_step_in_words(
        self, public_client: HostClient, registration: Registration, state: str, percent: int
    ) -> None:
        _stand_at(state)

        page = text_of(public_client.get("/signup/preparing/"))

        assert f'width="{percent}%"' in page
        assert page.count('class="is-done"') == percent // 25
        assert page.count('class="is-current"') == 1
        assert '<meta http-equiv="refresh" content="2">' in page
        assert "acme.rooster.test" in page

    def test_answers_only_with_news(self, public_client: HostClient, registration: Registration) -> None:
        first = public_client.get("/signup/progress/", headers=HTMX)
        seen = first.context["progress"].key

        assert public_client.get("/signup/progress/", {"seen": seen}, headers=HTMX).status_code == 204
        _stand_at("schema")
        assert public_client.get("/signup/progress/", {"seen": seen}, headers=HTMX).status_code == 200

    def test_a_failure_is_told_with_what_comes_next(self, public_client: HostClient, registration: Registration) -> None:
        _stand_at("schema", error="relation does not exist", attempts=2)

        page = text_of(public_client.get("/signup/progress/", headers=HTMX))

        assert "Setting up was interrupted on our side" in page
        assert "We have tried 2 times." in page
        assert "starts by itself" in page
        assert "relation" not in page

    def test_waiting_for_a_worker_is_told(self, public_client: HostClient, registration: Registration) -> None:
        _stand_at("requested", attempts=0, changed_at=timezone.now() - timedelta(seconds=6))

        assert "This takes longer than usual" in text_of(public_client.get("/signup/progress/", headers=HTMX))

    def test_coming_back_leads_here(self, public_client: HostClient, registration: Registration) -> None:
        assert public_client.get("/signup/")["Location"] == "/signup/preparing/"
        assert public_client.get("/signup/enter/")["Location"] == "/signup/preparing/"


class TestGoingIn:
    def test_by_htmx(self, public_client: HostClient, registration: Registration) -> None:
        _open()

        assert public_client.get("/signup/progress/", headers=HTMX)["HX-Redirect"] == "/signup/enter/"

    def test_with_a_pass_that_signs_the_owner_in(self, public_client: HostClient, registration: Registration) -> None:
        _open()

        assert public_client.get("/signup/preparing/")["Location"] == "/signup/enter/"
        inside = HostClient("acme.rooster.test")
        on_the_way = [public_client.get("/signup/enter/")["Location"]]
        for client in (inside, public_client, inside):
            step = urlsplit(on_the_way[-1])
            assert step.netloc == client.host
            on_the_way.append(client.get(f"{step.path}?{step.query}")["Location"])

        assert on_the_way[0] == "http://acme.rooster.test/accounts/arrive/"
        assert on_the_way[-1] == "/"
        assert inside.get("/").status_code == 200

    def test_twice_works(self, public_client: HostClient, registration: Registration) -> None:
        _open()

        for _ in range(2):
            assert "/accounts/arrive/?pass=" in public_client.get("/signup/enter/?secret=x")["Location"]

    def test_later_by_the_sign_in_page(self, public_client: HostClient, registration: Registration) -> None:
        _open(ARRIVAL_WINDOW + timedelta(seconds=1))

        for query in ("", "?secret=x"):
            assert public_client.get(f"/signup/enter/{query}")["Location"] == "http://acme.rooster.test/accounts/login/"

    def test_afterwards_the_form_is_for_another_company(self, public_client: HostClient, registration: Registration) -> None:
        _open()
        public_client.get("/signup/enter/")

        page = public_client.get("/signup/")

        assert page.status_code == 200
        assert "alice@acme.example" not in text_of(page)

    def test_another_browser_gets_no_pass(self, registration: Registration) -> None:
        _open()

        assert HostClient("rooster.test").get("/signup/enter/")["Location"] == "/signup/"
