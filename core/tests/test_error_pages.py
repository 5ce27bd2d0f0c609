"""What people see when something goes wrong."""

from collections.abc import Callable
from unittest import mock

from conftest import HostClient
from tenants.accounts.models import User


class TestErrorPages:
    def test_nothing_here(self, sign_in: Callable[[User], HostClient], carol: User) -> None:
        answer = sign_in(carol).get("/no-such-page/")

        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.content.decode()

    def test_our_fault_names_the_request(self, acme_client: HostClient) -> None:
        acme_client.raise_request_exception = False

        with mock.patch("tenants.company_settings.middleware.get_settings", side_effect=RuntimeError):
            answer = acme_client.get("/accounts/login/")

        assert answer.status_code == 500
        assert answer["X-Request-ID"] in answer.content.decode()

    def test_a_form_without_its_token(self, acme_client: HostClient) -> None:
        acme_client.handler.enforce_csrf_checks = True

        answer = acme_client.post("/accounts/login/", {"login": "a@b.example", "password": "x"})

        assert answer.status_code == 403
        assert "text/html" in answer["Content-Type"]
