"""Transfer, promote, change hours and end employment outside the administration, and in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from conftest import HostClient
from hr.calendars.actions import add_pattern
from hr.lifecycle.models import Checklist
from hr.people.models import Department, Employee, Location
from hr.people.queries import terms_on
from hr.people.tests.factories import employ_user
from hr.people.tests.test_access import allow
from payroll.compensation.actions import close_pay
from payroll.compensation.models import EVERYBODY
from tenants.accounts.models import User

SignIn = Callable[[User], HostClient]
DAY = date(2027, 3, 1)


@pytest.fixture
def alices_client(sign_in: SignIn, alice: User) -> HostClient:
    return sign_in(alice)


def form_of(employee: Employee, **changes: object) -> dict[str, object]:
    terms = employee.terms
    sent: dict[str, object] = {
        "start_date": DAY,
        "department": terms.department_id or "",
        "manager": terms.manager.work_email if terms.manager else "",
        "location": "",
        "cost_center": "",
        "job_title": terms.job_title,
        "weekly_hours": "",
        "full_time_equivalent": "1",
        "work_pattern": "",
    }
    return sent | changes


def on_that_day(employee: Employee) -> object:
    found = terms_on(employee, DAY)
    assert found is not None
    return found


def test_transfer_promote_and_hours(alices_client: HostClient, alice: User, dave: User, carols_record: Employee) -> None:
    finance = Department.objects.get(name="Finance")
    leeds = Location.objects.create(name="Leeds")
    pattern = add_pattern(name="Early", cycle_days=7, acting_user=alice)
    base = f"/people/{carols_record.pk}/"
    changed = {"department": finance.pk, "manager": "dave dunn", "location": leeds.pk, "cost_center": "4711"}
    response = alices_client.post(f"{base}transfer/", form_of(carols_record, **changed))
    assert response.headers["Location"] == f"{base}employment/"
    alices_client.post(
        f"{base}promote/", form_of(carols_record, job_title="Lead", department=finance.pk, manager="dave@acme.example")
    )
    alices_client.post(
        f"{base}hours/", form_of(carols_record, weekly_hours="20", full_time_equivalent="0.5", work_pattern=pattern.pk)
    )

    terms = terms_on(carols_record, DAY)
    assert terms is not None
    assert (terms.department, terms.manager, terms.location, terms.cost_center) == (
        finance,
        Employee.objects.get(user=dave),
        leeds,
        "4711",
    )
    assert (terms.job_title, terms.weekly_hours, terms.work_pattern) == ("Lead", Decimal(20), pattern)
    before = terms_on(carols_record, DAY - timedelta(days=1))
    assert before is not None
    assert (before.department, before.job_title) == (Department.objects.get(name="Engineering"), "")
    page = alices_client.get(f"{base}employment/").content.decode()
    for words in ("Transfer", "Promote", "Change hours", "End employment", "Work pattern: Early"):
        assert words in page


@pytest.mark.parametrize(
    ("path", "changes", "said"),
    [
        ("transfer", {"start_date": "2025-01-01"}, "is not employed on 01/01/2025"),
        ("transfer", {"start_date": "2026-02-01", "cost_center": "1"}, "Pay is closed up to 31/03/2026"),
        ("transfer", {"manager": "carol@acme.example"}, "cannot be their own manager"),
        ("transfer", {"manager": "Nobody Atall"}, "Nobody who works here has this name"),
        ("promote", {"start_date": ""}, "This field is required"),
        ("hours", {"weekly_hours": "200"}, "less than or equal to 168"),
        ("hours", {"full_time_equivalent": "half"}, "Enter a number"),
        ("hours", {"work_pattern": "nonsense"}, "Select a valid choice"),
    ],
)
def test_a_change_that_cannot_be(
    alices_client: HostClient, carols_record: Employee, path: str, changes: dict[str, str], said: str
) -> None:
    close_pay(frequency=EVERYBODY, closed_until=date(2026, 3, 31), acting_user=None)
    page = alices_client.post(f"/people/{carols_record.pk}/{path}/", form_of(carols_record, **changes))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert carols_record.terms_history.count() == 1


def test_a_circle_of_managers_is_refused(alices_client: HostClient, bobs_record: Employee) -> None:
    page = alices_client.post(f"/people/{bobs_record.pk}/transfer/", form_of(bobs_record, manager="carol@acme.example"))
    assert "cannot manage Bob Brown, because Carol Chen reports to Bob Brown" in page.content.decode()


def test_a_name_that_two_people_have(alices_client: HostClient, carols_record: Employee, bob: User, dave: User) -> None:
    Employee.objects.filter(user__in=[bob, dave]).update(first_name="Sam", last_name="Smith")
    page = alices_client.post(f"/people/{carols_record.pk}/transfer/", form_of(carols_record, manager="sam smith"))
    assert "Several people have this name" in page.content.decode()


def test_who_may(sign_in: SignIn, bob: User, carol: User, carols_record: Employee, bobs_record: Employee) -> None:
    for path in ("transfer", "promote", "hours", "end-employment"):
        assert sign_in(bob).get(f"/people/{carols_record.pk}/{path}/").status_code == 404
        assert sign_in(carol).get(f"/people/{carols_record.pk}/{path}/").status_code == 404
    assert "Promote" not in sign_in(bob).get(f"/people/{carols_record.pk}/employment/").content.decode()
    # A manager whom a role allows it changes their reports, and not themselves.
    client = sign_in(allow(bob, "job.manage", "direct_reports"))
    assert client.get(f"/people/{carols_record.pk}/promote/").status_code == 200
    assert client.get(f"/people/{bobs_record.pk}/promote/").status_code == 404
    assert "Promote" in client.get(f"/people/{carols_record.pk}/employment/").content.decode()


@pytest.mark.usefixtures("templates")
def test_ending_employment(alices_client: HostClient, carol: User, bobs_record: Employee, bob: User) -> None:
    employ_user(bob, manager=None)
    url = f"/people/{bobs_record.pk}/end-employment/"
    last_day = timezone.localdate() + timedelta(days=40)
    sent = {"last_day": last_day, "access_ends_at": f"{last_day}T12:30", "successor": "Dave Dunn"}
    response = alices_client.post(url, sent)
    assert response.headers["Location"] == f"/people/{bobs_record.pk}/employment/"
    bob.refresh_from_db()
    assert bob.access_ends_at is not None
    assert timezone.localtime(bob.access_ends_at, timezone.get_fixed_timezone(0)).date() == last_day
    after = terms_on(Employee.objects.get(user=carol), last_day + timedelta(days=1))
    assert after is not None
    assert str(after.manager) == "Dave Dunn"
    assert Checklist.objects.get().anchor_date == last_day
    # Once more as it stands: nothing changes.
    assert alices_client.post(url, sent).status_code == 302
    assert Checklist.objects.count() == 1

    refused = alices_client.post(url, {**sent, "last_day": "2020-01-01"})
    assert "The last day cannot come before the first day" in refused.content.decode()
    refused = alices_client.post(url, {**sent, "access_ends_at": "2020-01-01T10:00"})
    assert "Access cannot end in the past" in refused.content.decode()
    refused = alices_client.post(url, {**sent, "successor": "bob@acme.example"})
    assert "cannot go on reporting" in refused.content.decode()


@pytest.mark.usefixtures("templates")
def test_the_administration_does_the_same(alices_client: HostClient, carol: User, carols_record: Employee) -> None:
    url = f"/admin/people/employee/{carols_record.pk}/end-employment/"
    last_day = timezone.localdate() + timedelta(days=20)
    alices_client.post(url, {"last_day": last_day, "access_ends_at": f"{last_day}T09:00", "successor": ""})
    carol.refresh_from_db()
    assert carol.access_ends_at == datetime.combine(last_day, datetime.min.time(), UTC) + timedelta(hours=9)
    assert Checklist.objects.get().employee == carols_record
    refused = alices_client.post(url, {"last_day": last_day, "access_ends_at": "2020-01-01T09:00", "successor": ""})
    assert "Access cannot end in the past" in refused.content.decode()
    alices_client.post(url, {"last_day": "", "access_ends_at": "", "successor": ""})
    assert User.objects.get(pk=carol.pk).access_ends_at is None
    assert not Checklist.objects.exists()


def test_a_template_in_the_administration(alices_client: HostClient, dave: User) -> None:
    from hr.lifecycle.models import ChecklistTemplate

    base = "/admin/lifecycle/checklisttemplate/"
    sent = {"name": "Visitors", "occasion": "onboarding", "tasks-TOTAL_FORMS": "1", "tasks-INITIAL_FORMS": "0"}
    empty = alices_client.post(f"{base}add/", {**sent, "tasks-0-title": "", "tasks-0-owner": "hr", "tasks-0-offset_days": "0"})
    assert "A template needs at least one task" in empty.content.decode()
    one = {"tasks-0-title": "Badge", "tasks-0-owner": "named", "tasks-0-offset_days": "-2", "tasks-0-instructions": ""}
    unnamed = alices_client.post(f"{base}add/", {**sent, **one, "tasks-0-person": ""})
    assert "Say who does it" in unnamed.content.decode()
    far = alices_client.post(f"{base}add/", {**sent, **one, "tasks-0-owner": "hr", "tasks-0-offset_days": "9999"})
    assert "less than or equal to 366" in far.content.decode()
    alices_client.post(f"{base}add/", {**sent, **one, "tasks-0-person": Employee.objects.get(user=dave).pk})
    template = ChecklistTemplate.objects.get(name="Visitors")
    assert str(template.tasks.get().person) == "Dave Dunn"
    taken = alices_client.post(f"{base}add/", {**sent, **one, "name": "visitors", "tasks-0-owner": "hr"})
    assert "There is a template with this name already" in taken.content.decode()
    assert "Visitors" in alices_client.get(base).content.decode()
    history = alices_client.get(f"{base}{template.pk}/history/").content.decode()
    assert "Badge (Dave Dunn)" in history
