"""Looking at pages as somebody else: read only, for a while, in the trail, and never more than one may see."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent, ReadEvent
from core.audit.sentences import sentence_of
from hr.attendance.models import Punch
from hr.people.access import employees_in_reach
from hr.people.models import Employee
from hr.personal.actions.entries import write_entry
from hr.personal.models import ChangeVerb
from hr.personal.sections import SECTIONS
from tenants.accounts import view_as
from tenants.accounts.actions import change_roles, deactivate_account
from tenants.accounts.capabilities import Capability, DataGroup
from tenants.accounts.models import Role, RoleGrant, User

SignIn = Callable[..., HostClient]
END = "/accounts/view-as/end/"


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/look-as/"


@pytest.fixture
def look(sign_in: SignIn, alice: User, bob: User) -> HostClient:
    """Alice's browser, in which she looks at Bob's pages."""
    browser = sign_in(alice, has_proved=True)
    response = browser.post(page_of(bob))
    assert response.headers["Location"] == "/"
    return browser


def test_the_pages_are_the_other_persons(look: HostClient) -> None:
    home = look.get("/").content.decode()
    assert "You see the pages as <b>Bob Brown</b> sees them" in home
    assert "Bob Brown" in look.get("/accounts/profile/").content.decode()
    assert look.get("/admin/").status_code == 403
    for path in ("/pay/", f"/people/{Employee.objects.get(first_name='Bob').pk}/bank/"):
        assert look.get(path).status_code == 404
    team = look.get("/time/team/").content.decode()
    assert "Carol Chen" in team
    assert "Dave Dunn" not in team


@pytest.mark.parametrize("path", ["/time/punch/", "/accounts/password/change/", "/accounts/logout/", "/people/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_whatever_is_not_reading_is_refused(look: HostClient, method: str, path: str) -> None:
    response = getattr(look, method)(path, {"kind": "in", "key": "0198c000-0000-7000-8000-000000000000"})
    assert response.status_code == 403
    assert "nobody acts in another’s name" in response.content.decode()
    assert not Punch.objects.exists()
    assert look.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/accounts/two-step/", "/accounts/two-step/recovery-codes/", "/accounts/password/change/"])
def test_the_pages_of_signing_in_are_closed(look: HostClient, path: str) -> None:
    assert look.get(path).status_code == 403


def test_a_part_of_a_page_says_so_too(look: HostClient) -> None:
    response = look.post("/time/punch/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (403, "true")
    assert "Nothing was changed" in look.get("/").content.decode()


def test_what_reading_writes_down_names_who_really_looks(sign_in: SignIn, alice: User, bob: User, carol: User) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="hr"), acting_user=alice)
    browser = sign_in(alice, has_proved=True)
    browser.post(page_of(bob))
    assert browser.get("/admin/accounts/user/?export=csv").status_code == 200
    record = Employee.objects.get(user=carol)
    write_entry(
        employee=record,
        section=SECTIONS["identifiers"],
        verb=ChangeVerb.ADD,
        entry_id=None,
        values={"kind": "us_ssn", "country": "US", "number": "536-90-4399"},
        acting_user=alice,
        now=timezone.now(),
    )
    assert browser.get(f"/people/{record.pk}/personal/").status_code == 200

    assert AuditEvent.objects.get(action="list:exported").actor_label == "Alice Archer"
    assert ReadEvent.objects.get().reader_label == "Alice Archer"


def test_it_ends_when_asked_and_is_in_the_trail(look: HostClient, bob: User) -> None:
    assert look.post(END).headers["Location"] == f"/admin/accounts/user/{bob.pk}/change/"
    assert "You see the pages as" not in look.get("/").content.decode()
    began, ended = AuditEvent.objects.filter(action__startswith="account:viewed_as").order_by("id")
    assert sentence_of(began).startswith(
        "Alice Archer began to look at the pages as Bob Brown <bob@acme.example> sees them, until "
    )
    assert sentence_of(ended) == "Alice Archer stopped looking at the pages as Bob Brown <bob@acme.example> sees them."
    assert look.post(END).headers["Location"] == "/"


def test_it_ends_by_itself(look: HostClient, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + view_as.LASTS
    monkeypatch.setattr("tenants.accounts.view_as.timezone.now", lambda: later)
    assert "You see the pages as" not in look.get("/").content.decode()
    monkeypatch.setattr("tenants.accounts.view_as.timezone.now", lambda: later - timedelta(minutes=10))
    assert "You see the pages as" not in look.get("/").content.decode()


def test_it_ends_with_the_right_or_the_account(look: HostClient, alice: User, bob: User, carol: User) -> None:
    change_roles(user=carol, roles=Role.objects.filter(code="owner"), acting_user=alice)
    deactivate_account(user=bob, acting_user=alice)
    assert "You see the pages as" not in look.get("/").content.decode()


def test_no_pay_is_seen_by_looking(alice: User, bob: User, carol: User) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="payroll"), acting_user=alice)
    seen = _looked_at(User.objects.get(pk=bob.pk), alice)
    today = date(2026, 6, 1)
    for group in (DataGroup.SALARY, DataGroup.BANK, DataGroup.MEDICAL, DataGroup.PAYROLL):
        assert not employees_in_reach(seen, group.view, on=today).exists()
    assert employees_in_reach(seen, DataGroup.PERSONAL.view, on=today).count() == Employee.objects.count()


def _looked_at(user: User, viewer: User) -> User:
    class Request:
        session = {"viewing_as": {"user": str(user.pk), "until": (timezone.now() + view_as.LASTS).isoformat()}}

    seen: User = view_as._seen_by(Request(), viewer)  # type: ignore[arg-type]
    assert seen.viewed_by == viewer
    return seen


def test_nobody_looks_at_more_than_they_may_see(sign_in: SignIn, alice: User, bob: User, dave: User) -> None:
    role = Role.objects.create(name="Role maker")
    for code in ("admin.enter", "roles.manage", "people.manage", "personal.view", "personal.manage"):
        RoleGrant.objects.create(role=role, capability=code, scope="company")
    change_roles(user=bob, roles=[role], acting_user=None)
    browser = sign_in(bob, has_proved=True)
    # Dave sees attendance, and everybody at least their own.
    for other in (dave, alice):
        html = browser.post(page_of(other)).content.decode()
        assert "or see what you may not see" in html
    assert "You see the pages as" not in browser.get("/").content.decode()
    assert browser.get(page_of(bob)).status_code == 403


def test_hr_does_not_look(sign_in: SignIn, alice: User, bob: User, carol: User) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="hr"), acting_user=alice)
    assert sign_in(bob, has_proved=True).get(page_of(carol)).status_code == 403
    assert not view_as.may_view_as(User.objects.get(pk=bob.pk), carol)
    assert not alice.has_perm(Capability.ENTER_CONSOLE)


def test_an_ordinary_page_costs_no_statement_more(
    sign_in: SignIn, alice: User, look: HostClient, django_assert_num_queries: Any
) -> None:
    browser = sign_in(alice, has_proved=True)
    browser.get("/accounts/profile/")
    with django_assert_num_queries(5):
        browser.get("/accounts/profile/")
    look.get("/accounts/profile/")
    with django_assert_num_queries(7):
        look.get("/accounts/profile/")
