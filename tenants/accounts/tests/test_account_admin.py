"""Accounts and roles in the company administration."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from conftest import HostClient
from tenants.accounts.actions import change_roles
from tenants.accounts.admin.forms import AccountForm
from tenants.accounts.models import Role, User
from tenants.company_settings.actions import change_settings

LIST = "/admin/accounts/user/"
SignIn = Callable[..., HostClient]


@pytest.fixture
def alices_client(sign_in: SignIn, alice: User) -> HostClient:
    return sign_in(alice, has_proved=True)


def test_an_account_is_as_old_as_the_companys_calendar_says(alices_client: HostClient, bob: User) -> None:
    change_settings(acting_user=bob, time_zone="Asia/Tokyo")
    User.objects.filter(pk=bob.pk).update(date_joined=datetime(2026, 3, 9, 20, 0, tzinfo=UTC))

    assert "10/03/2026" in alices_client.get(page_of(bob)).content.decode()


def ids(*codes: str) -> list[str]:
    return [str(pk) for pk in Role.objects.filter(code__in=codes).values_list("pk", flat=True)]


def page_of(user: User, page: str = "change") -> str:
    return f"{LIST}{user.pk}/{page}/"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"}),
        ("q=bob", {"Bob Brown"}),
        ("active=no", set()),
        ("role=nonsense", {"Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"}),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, names: set[str], alices_client: HostClient) -> None:
    page = alices_client.get(f"{LIST}?{query}", follow=True)

    assert {user.full_name for user in page.context["cl"].result_list} == names


def test_the_list_is_filtered_by_role(alices_client: HostClient) -> None:
    [owner] = ids("owner")

    page = alices_client.get(f"{LIST}?role={owner}")

    assert [user.full_name for user in page.context["cl"].result_list] == ["Alice Archer"]


def test_roles_are_changed(alices_client: HostClient, carol: User) -> None:
    sent = {"given_roles": ids("manager", "hr")}
    preview = alices_client.post(page_of(carol), sent).content.decode()
    assert "Add people, departments and accounts" in preview
    assert "See salary and benefits" not in preview
    assert {role.code for role in carol.roles.all()} == {"employee"}
    assert alices_client.post(page_of(carol), {**sent, "confirmed": "yes"}).status_code == 302

    assert {role.code for role in carol.roles.all()} == {"manager", "hr"}


def test_the_last_owner_is_kept_and_told_why(alices_client: HostClient, alice: User) -> None:
    page = alices_client.post(page_of(alice), {"given_roles": ids("hr"), "confirmed": "yes"})

    assert "This is the only owner who can sign in" in page.content.decode()
    assert [role.code for role in alice.roles.all()] == ["owner"]


def test_hr_cannot_make_itself_owner(sign_in: SignIn, alice: User, bob: User) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="hr"), acting_user=alice)
    client = sign_in(bob, has_proved=True)

    page = client.post(page_of(bob), {"given_roles": ids("hr", "owner")})
    assert "is not one of the available choices" in page.content.decode()
    page = client.post(page_of(alice), {"given_roles": ids("employee"), "confirmed": "yes"})
    assert "You can only change accounts and roles" in page.content.decode()
    assert [role.code for role in alice.roles.all()] == ["owner"]


def test_an_account_is_switched_off_at_once(alices_client: HostClient, sign_in: SignIn, carol: User) -> None:
    carols_client = sign_in(carol, has_proved=True)
    assert carols_client.get("/").status_code == 200
    assert "signed out everywhere" in alices_client.get(page_of(carol, "deactivate")).content.decode()

    alices_client.post(page_of(carol, "deactivate"))

    assert carols_client.get("/").status_code == 302
    assert "Let sign in again" in alices_client.get(page_of(carol)).content.decode()
    alices_client.post(page_of(carol, "activate"))
    carol.refresh_from_db()
    assert carol.is_active


def test_ones_own_account_stays_on(alices_client: HostClient, alice: User) -> None:
    assert alices_client.post(page_of(alice, "deactivate")).status_code == 403
    alice.refresh_from_db()
    assert alice.is_active


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_accounts_are_neither_made_nor_deleted_here(page: str, alices_client: HostClient, carol: User) -> None:
    assert alices_client.post(f"{LIST}{page.format(pk=carol.pk)}", {"post": "yes"}).status_code == 403


def test_a_role_says_what_it_allows(alices_client: HostClient) -> None:
    [owner] = ids("owner")
    html = alices_client.get(f"/admin/accounts/role/{owner}/change/").content.decode()

    assert "Add people, departments and accounts" in html
    assert alices_client.post(f"/admin/accounts/role/{owner}/change/", {"name": "Boss"}).status_code == 403


@pytest.mark.parametrize("lookup", ["password__regex", "password__startswith", "full_name__regex", "last_login__gte"])
def test_the_address_cannot_ask_for_what_no_filter_offers(sign_in: SignIn, alice: User, lookup: str) -> None:
    assert sign_in(alice, has_proved=True).get(f"/admin/accounts/user/?{lookup}=a").status_code == 400


@pytest.mark.parametrize(
    "page",
    [
        "/admin/accounts/user/{carol}/change/",
        "/admin/accounts/user/{carol}/look-as/",
        "/admin/accounts/user/{carol}/deactivate/",
        "/admin/accounts/role/add/",
        "/admin/accounts/role/{hr}/change/",
        "/admin/accounts/role/{own}/delete/",
        "/admin/invitations/invitation/add/",
    ],
)
def test_whoever_sits_at_an_unlocked_computer_gives_no_rights(sign_in: SignIn, alice: User, carol: User, page: str) -> None:
    own = Role.objects.create(name="Office")
    address = page.format(carol=carol.pk, hr=Role.objects.get(code="hr").pk, own=own.pk)
    browser = sign_in(alice)

    assert browser.get(address)["Location"].startswith("/accounts/reauthenticate/?next=")
    sent = {"name": "Mine", "admin.enter": "on", "given_roles": ids("owner"), "confirmed": "yes", "post": "yes"}
    assert browser.post(address, sent)["Location"] == address
    assert [role.code for role in carol.roles.all()] == ["employee"]
    assert set(Role.objects.filter(code="").values_list("name", flat=True)) == {"Office"}
    carol.refresh_from_db()
    assert carol.is_active
    assert sign_in(alice, has_proved=True).get(address).status_code == 200


def test_what_is_offered_to_one_is_not_offered_to_another(alices_client: HostClient, carol: User) -> None:
    """A server answers several people at once, by the same classes of forms."""
    alices_client.get(page_of(carol))
    assert not AccountForm.base_fields["given_roles"].queryset.exists()  # type: ignore[attr-defined]  # A model's choice.
