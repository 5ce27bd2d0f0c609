"""The personal record in the tabs of an employee's screen, for whoever may see and change which of it."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from core.audit.models import AuditEvent
from core.files.storage import open_kept_file
from hr.people.models import Employee
from hr.people.tests.factories import add_people, as_sent
from hr.personal.actions.photo import change_photo
from hr.personal.models import Address, Certificate, PersonalRecord, Skill
from superadmin.demo.portraits import portrait
from tenants.accounts.models import Role, RoleGrant, User

SignIn = Callable[[User], HostClient]
HOME = {"kind": "home", "street": "1 Fleet Street", "city": "London", "country": "GB"}


def url(employee: Employee) -> str:
    return f"/admin/people/employee/{employee.pk}/change/"


def tabs(client: HostClient, employee: Employee) -> dict[str, bool]:
    """The tabs that somebody is shown, and whether something can be changed in each."""
    shown = client.get(url(employee)).context["inline_admin_formsets"]
    return {each.formset.prefix: each.has_change_permission for each in shown}


def rows(prefix: str, *entries: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """What the browser sends of a tab."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(entries), f"{prefix}-INITIAL_FORMS": initial}
    return sent | {f"{prefix}-{number}-{name}": value for number, entry in enumerate(entries) for name, value in entry.items()}


def test_everything_but_numbers_for_who_manages_personal_data(sign_in: SignIn, alice: User, carols_record: Employee) -> None:
    found = tabs(sign_in(alice), carols_record)
    assert found == dict.fromkeys(
        ["personal_record", "addresses", "emergency_contacts", "dependants", "education", "skills", "certificates"], True
    )


def test_who_may_only_look_changes_nothing(sign_in: SignIn, dave: User, carols_record: Employee) -> None:
    PersonalRecord.objects.create(employee=carols_record, nationality="GB")
    client = sign_in(dave)
    assert set(tabs(client, carols_record).values()) == {False}
    page = client.get(url(carols_record)).content.decode()
    assert "United Kingdom" in page
    assert client.post(url(carols_record), as_sent(carols_record, **rows("addresses", HOME))).status_code == 403
    assert not Address.objects.exists()


def test_who_manages_employment_sees_qualifications_alone(sign_in: SignIn, bob: User, carols_record: Employee) -> None:
    role = Role.objects.create(name="Head of a department")
    grants = {"admin.enter": "company", "job.manage": "direct_reports"}
    RoleGrant.objects.bulk_create(RoleGrant(role=role, capability=code, scope=scope) for code, scope in grants.items())
    role.assignments.create(user=bob)
    client = sign_in(bob)
    assert tabs(client, carols_record) == dict.fromkeys(["education", "skills", "certificates"], False)
    sent = as_sent(carols_record, **rows("addresses", HOME), **rows("skills", {"name": "Welding", "level": "3"}))
    client.post(url(carols_record), sent)
    assert not Address.objects.exists()
    assert not Skill.objects.exists()


def test_entries_are_added_changed_and_removed_with_their_trail(sign_in: SignIn, alice: User, carols_record: Employee) -> None:
    client = sign_in(alice)
    kept = Certificate.objects.create(employee=carols_record, name="First aid", reminded_days=14, expires_on=date(2026, 12, 1))
    gone = Skill.objects.create(employee=carols_record, name="Welding", level=3)
    sent = as_sent(
        carols_record,
        **rows("personal_record", {"pronouns": "she", "mobile_phone": "+44 20 7946 0018"}),
        **rows("addresses", HOME),
        **rows("certificates", {"id": str(kept.pk), "name": "First aid", "expires_on": "2027-12-01"}, initial=1),
        **rows("skills", {"id": str(gone.pk), "name": "Welding", "level": "3", "DELETE": "on"}, initial=1),
    )
    assert client.post(url(carols_record), sent).status_code == 302

    record = PersonalRecord.objects.get(pk=carols_record.pk)
    assert (record.pronouns, record.mobile_phone) == ("she", "+44 20 7946 0018")
    assert Address.objects.get(employee=carols_record).city == "London"
    kept.refresh_from_db()
    # As on the person's own page: what was reminded of is reminded of anew.
    assert (kept.expires_on, kept.reminded_days) == (date(2027, 12, 1), None)
    assert not Skill.objects.exists()
    told = AuditEvent.objects.exclude(object_type="people.employee").filter(person_id=carols_record.pk)
    assert set(told.values_list("action", flat=True)) == {
        "personalrecord:changed",
        "address:added",
        "certificate:changed",
        "skill:removed",
    }


def test_what_stands_in_ones_own_record_is_asked_for(sign_in: SignIn, alice: User) -> None:
    own = Employee.objects.get(user=alice)
    answer = sign_in(alice).post(url(own), as_sent(own, **rows("personal_record", {"pronouns": "she"})), follow=True)
    assert "You have asked for this." in answer.content.decode()
    assert not PersonalRecord.objects.filter(pronouns="she").exists()


@pytest.mark.parametrize(
    ("prefix", "entry", "said"),
    [
        ("personal_record", {"date_of_birth": "2099-01-01"}, "Nobody who lives was born on that day"),
        ("personal_record", {"mobile_phone": "call me"}, "Give a phone number with digits"),
        ("addresses", HOME | {"country": "ZZ"}, "Select a valid choice"),
        ("certificates", {"name": "A", "issued_on": "2026-02-01", "expires_on": "2026-01-01"}, "cannot end before it was issued"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    sign_in: SignIn, alice: User, carols_record: Employee, prefix: str, entry: dict[str, Any], said: str
) -> None:
    page = sign_in(alice).post(url(carols_record), as_sent(carols_record, last_name="Cheng", **rows(prefix, entry)))
    assert said in page.content.decode()
    assert not Employee.objects.filter(last_name="Cheng").exists()
    assert not AuditEvent.objects.filter(person_id=carols_record.pk, actor_id=alice.pk).exclude(action="employee:hired").exists()


def test_an_entry_of_somebody_else_is_not_taken(sign_in: SignIn, alice: User, dave: User, carols_record: Employee) -> None:
    others = Skill.objects.create(employee=Employee.objects.get(user=dave), name="Welding", level=3)
    sent = as_sent(carols_record, **rows("skills", {"id": str(others.pk), "name": "Nothing", "level": "1"}, initial=1))
    sign_in(alice).post(url(carols_record), sent)
    others.refresh_from_db()
    assert others.name == "Welding"


def test_many_entries_cost_no_more_statements(sign_in: SignIn, alice: User, carols_record: Employee) -> None:
    client = sign_in(alice)
    client.get(url(carols_record))

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(carols_record)).status_code == 200
        return len(queries)

    few = statements()
    Skill.objects.bulk_create(Skill(employee=carols_record, name=f"Skill {number}") for number in range(50))
    assert statements() == few <= 20


def test_the_photo_goes_with_whoever_is_deleted(sign_in: SignIn, alice: User, django_capture_on_commit_callbacks: Any) -> None:
    [mistake] = add_people(1)
    photo = change_photo(employee=mistake, picture=portrait(Random(1), within=(64, 64)), acting_user=alice).photo
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(alice).post(url(mistake).replace("change", "delete"), {"post": "yes"})
    assert not Employee.objects.filter(pk=mistake.pk).exists()
    with pytest.raises(FileNotFoundError):
        open_kept_file(photo)
