"""manage.py create_staff and close_staff."""

import io

import pytest
from django.core.management import CommandError, call_command

from conftest import HostClient
from core.audit.models import AuditEvent
from tenants.accounts.models import User

GIVEN = {"email": "Olga@Rooster.example", "name": "Olga Petrova"}


def _create(**options: object) -> str:
    output = io.StringIO()
    call_command("create_staff", **{**GIVEN, **options}, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
class TestCreateStaff:
    def test_makes_an_account_for_the_console_with_a_password_shown_once(self) -> None:
        output = _create()

        user = User.objects.get(email="olga@rooster.example")
        assert user.full_name == "Olga Petrova"
        assert user.has_perm("console.enter")
        assert not user.has_perm("admin.enter")
        assert user.check_password(output.rsplit(maxsplit=1)[-1])
        assert "http://console.rooster.test/" in output
        assert AuditEvent.objects.get(action="account:created").object_id == str(user.id)

    def test_takes_a_password_from_standard_input_and_does_not_show_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("seven purple herons wading\n"))

        assert "herons" not in _create(password_stdin=True)
        assert User.objects.get().check_password("seven purple herons wading")

    @pytest.mark.parametrize(
        ("options", "password", "complaint"),
        [
            ({"email": "nobody"}, "seven purple herons wading", "valid email"),
            ({}, "password12", "too common|easily guessed"),
            ({"email": ""}, "seven purple herons wading", "--email is missing"),
        ],
    )
    def test_adds_nobody_when_something_will_not_do(
        self, options: dict[str, str], password: str, complaint: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(password))

        with pytest.raises(CommandError, match=complaint):
            _create(password_stdin=True, **options)
        assert not User.objects.exists()

    def test_says_so_when_the_address_has_an_account(self) -> None:
        _create()

        with pytest.raises(CommandError, match="has an account on the console already"):
            _create(email="olga@rooster.example")

    def test_asks_in_a_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", {"E-mail: ": "ola@rooster.example", "Name: ": "Ola Nord"}.__getitem__)

        assert "Ola Nord can sign in" in _create(email=None, name=None)


@pytest.mark.django_db
class TestCloseStaff:
    def _close(self, email: str) -> str:
        output = io.StringIO()
        call_command("close_staff", email=email, stdout=output)
        return output.getvalue()

    def test_ends_what_is_open_and_lets_nobody_in_again(self, console: HostClient, olga: User) -> None:
        assert console.get("/").status_code == 200

        for _time in range(2):
            assert "Olga Petrova can no longer sign in" in self._close("Olga@rooster.example")

        assert console.get("/").headers["Location"].startswith("/accounts/login/")
        [event] = AuditEvent.objects.filter(action="account:deactivated", object_id=str(olga.pk))
        assert event.actor_label == "Rooster"

    def test_names_an_address_that_is_nobodys(self) -> None:
        with pytest.raises(CommandError, match="Nobody signs in to the console as olaf"):
            self._close("olaf@rooster.example")
