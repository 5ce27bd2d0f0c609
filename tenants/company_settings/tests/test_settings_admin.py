"""The settings in the company administration."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, transaction

from conftest import HostClient
from core.audit.models import AuditEvent
from core.tenancy import in_public
from tenants.accounts.actions import change_roles
from tenants.accounts.models import Role, User
from tenants.companies.hosts import find_company_by_host
from tenants.companies.models import Company
from tenants.company_settings.actions import change_settings
from tenants.company_settings.choices import currency_choices, time_zone_choices
from tenants.company_settings.models import CompanySettings
from tenants.company_settings.queries import get_settings
from tenants.single_sign_on.models import IdentityProvider

URL = "/admin/company_settings/companysettings/1/change/"


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


def as_entered(**changes: Any) -> dict[str, Any]:
    settings = get_settings()
    names = [field.name for field in CompanySettings._meta.fields if field.name not in {"id", "uses_24_hours"}]
    values = {name: "" if (value := getattr(settings, name)) is None else value for name in names}
    if settings.uses_24_hours:
        values["uses_24_hours"] = "on"
    return {**values, **changes}


def test_there_is_one_row_and_its_form(alices_client: HostClient) -> None:
    assert alices_client.get("/admin/company_settings/companysettings/").headers["Location"] == URL
    html = alices_client.get(URL).content.decode()
    assert "Europe" in html
    assert "GBP – British Pound" in html
    assert "Monday" in html
    assert 'type="color"' in html


def test_a_change_is_kept_and_audited(alices_client: HostClient) -> None:
    page = alices_client.post(
        URL, as_entered(display_name="Acme", time_zone="Asia/Tokyo", currency="JPY", working_days=[1, 2, 6], grace_minutes=5)
    )

    assert page.headers["Location"] == URL
    assert "The settings are saved." in alices_client.get(URL).content.decode()
    settings = get_settings()
    assert (settings.display_name, settings.time_zone, settings.currency) == ("Acme", "Asia/Tokyo", "JPY")
    assert (settings.working_days, settings.grace_minutes) == ([1, 2, 6], 5)
    event = AuditEvent.objects.get(action="settings:changed")
    assert event.before == {
        "display_name": "Acme Robotics",
        "time_zone": "Europe/London",
        "currency": "GBP",
        "working_days": [1, 2, 3, 4, 5],
        "grace_minutes": 15,
    }


class TestThePlatformsRow:
    CHANGES: ClassVar = {"display_name": "Acme", "country": "JP", "time_zone": "Asia/Tokyo", "currency": "JPY"}

    def test_follows(self, acme: Company, alice: User, alices_client: HostClient, django_capture_on_commit_callbacks: Any) -> None:
        with in_public():
            assert find_company_by_host("acme.rooster.test") == acme

        with django_capture_on_commit_callbacks(execute=True):
            alices_client.post(URL, as_entered(**self.CHANGES))

        with in_public():
            found = find_company_by_host("acme.rooster.test")
            event = AuditEvent.objects.get(action="company:changed", object_id=str(acme.pk))
        assert found is not None
        assert (found.name, found.country, found.time_zone, found.currency) == ("Acme", "JP", "Asia/Tokyo", "JPY")
        assert (event.actor_id, event.after) == (
            alice.id,
            {"name": "Acme", "country": "JP", "time_zone": "Asia/Tokyo", "currency": "JPY"},
        )

    def test_of_another_company_stays(self, globex: Company, alices_client: HostClient) -> None:
        alices_client.post(URL, as_entered(**self.CHANGES))

        with in_public():
            assert Company.objects.get(pk=globex.pk).name == "Globex"

    def test_stays_when_the_change_fails(self, acme: Company, alice: User) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            change_settings(acting_user=alice, display_name="Acme", week_starts_on=8)

        with in_public():
            assert Company.objects.get(pk=acme.pk).name == "Acme Robotics"

    def test_hears_nothing_of_the_rest(self, acme: Company, alice: User) -> None:
        change_settings(acting_user=alice, grace_minutes=5)

        with in_public():
            assert not AuditEvent.objects.filter(action="company:changed", object_id=str(acme.pk)).exists()


def test_saving_what_is_there_changes_nothing(alices_client: HostClient) -> None:
    assert alices_client.post(URL, as_entered()).status_code == 302
    assert not AuditEvent.objects.filter(action="settings:changed").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"primary_color": "#ffee58"}, "hardly stands out from a white page (contrast 1.2 to 1)"),
        ({"secondary_color": "#fafafa"}, "hardly stands out"),
        ({"primary_color": "red"}, "six hexadecimal digits"),
        ({"primary_color": "#12345z"}, "six hexadecimal digits"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"currency": "XYZ"}, "Select a valid choice"),
        ({"working_days": [8]}, "Select a valid choice"),
        ({"working_days": []}, "This field is required"),
        ({"overtime_threshold_minutes": 1441}, "A day has 1440 minutes."),
        ({"grace_minutes": 1441}, "A day has 1440 minutes."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changes: dict[str, Any], said: str, alices_client: HostClient) -> None:
    page = alices_client.post(URL, as_entered(**changes))

    assert page.status_code == 200
    assert said in page.content.decode()
    assert get_settings().primary_color == "#1976d2"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"primary_color": "red;}*{"}, "company_settings_colors"),
        ({"secondary_color": "#FFFFFF"}, "company_settings_colors"),
        ({"working_days": [1, 8]}, "company_settings_working_days"),
        ({"grace_minutes": 1441}, "company_settings_grace_in_a_day"),
        ({"overtime_threshold_minutes": 1441}, "company_settings_overtime_in_a_day"),
    ],
)
def test_the_database_refuses_what_no_form_lets_through(changes: dict[str, Any], constraint: str, acme: Company) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CompanySettings.objects.update(**changes)


def test_every_choice_of_zone_and_currency_is_there_once() -> None:
    from datetime import date

    zones = [name for _region, group in time_zone_choices() for name, _label in group]
    assert len(zones) == len(set(zones)) > 400
    codes = [code for code, _label in currency_choices("en", date(2026, 3, 10))]
    assert len(codes) == len(set(codes)) > 140
    assert {"EUR", "USD", "GBP", "JPY"} <= set(codes)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (URL, ["United Kingdom", "Monday, Tuesday, Wednesday, Thursday and Friday", "Europe/London", "09:00 to 17:30"]),
        ("/admin/sign_in/signinpolicy/1/change/", ["Optional: whoever wants to may", "everybody"]),
        (
            "/admin/single_sign_on/identityprovider/1/change/",
            ["OpenID Connect", "acme.example, acme.test", "Kept, encrypted", "Redirect URI"],
        ),
    ],
    ids=["settings", "signing-in", "single-sign-on"],
)
def test_an_auditor_reads_it_in_words_and_changes_nothing(
    sign_in: Callable[[User], HostClient], alice: User, bob: User, page: str, words: list[str]
) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="auditor"), acting_user=alice)
    IdentityProvider.objects.create(settings_id=1, client_secret="a secret", domains=["acme.example", "acme.test"])
    browser = sign_in(bob)

    html = browser.get(page).content.decode()

    for each in words:
        assert each in html
    assert "a secret" not in html
    assert 'name="_save"' not in html
    assert browser.post(page, as_entered(display_name="Mine")).status_code == 403
