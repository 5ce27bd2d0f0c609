"""Employees in the company administration."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent
from hr.people.actions import end_employment
from hr.people.admin import employees
from hr.people.models import Department, Employee
from tenants.accounts.actions import change_roles
from tenants.accounts.models import Role, User
from tenants.company_settings.actions import change_settings

LIST = "/admin/people/employee/"
SignIn = Callable[[User], HostClient]


@pytest.fixture
def alices_client(sign_in: SignIn, alice: User) -> HostClient:
    return sign_in(alice)


def page_of(employee: Employee, page: str = "change") -> str:
    return f"{LIST}{employee.pk}/{page}/"


def newcomer(**changes: Any) -> dict[str, Any]:
    values = {"first_name": "Erin", "last_name": "Eze", "work_email": "Erin@acme.example", "start_date": "2026-03-02"}
    return {**values, "job_title": "Tester", "department": "", "manager": "", "time_zone": "", **changes}


def as_entered(employee: Employee, **changes: Any) -> dict[str, Any]:
    values = {name: getattr(employee, name) for name in ("first_name", "last_name", "work_email", "start_date", "job_title")}
    return {**values, "department": employee.department_id or "", "manager": employee.manager_id or "", "time_zone": "", **changes}


def told(page: Any) -> str:
    return " ".join(str(message) for message in get_messages(page.wsgi_request))


def latest_event(action: str) -> AuditEvent:
    return AuditEvent.objects.filter(action=action).latest("id")


def role_id(code: str) -> str:
    return str(Role.objects.get(code=code).pk)


def test_a_name_is_one_line_since_mails_quote_it(alices_client: HostClient) -> None:
    alices_client.post(f"{LIST}add/", newcomer(first_name="Erin\n\nhttps://evil.example\n\n"))

    assert Employee.objects.get(work_email="erin@acme.example").first_name == "Erin https://evil.example"


def test_adding_hires_with_the_next_number(alices_client: HostClient, alice: User) -> None:
    latest = Employee.objects.order_by("-number").values_list("number", flat=True)[0]

    page = alices_client.post(f"{LIST}add/", newcomer(), follow=True)

    erin = Employee.objects.get(work_email="erin@acme.example")
    assert (erin.number, erin.user) == (latest + 1, None)
    assert str(erin.pk) in told(page)
    assert (latest_event("employee:hired").object_label, latest_event("employee:hired").actor_id) == ("Erin Eze", alice.pk)


def test_who_may_sign_in_gets_an_account_and_a_welcome(alices_client: HostClient, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        alices_client.post(f"{LIST}add/", newcomer(may_sign_in="on", roles=[role_id("employee"), role_id("manager")]))

    erin = Employee.objects.get(work_email="erin@acme.example")
    assert erin.user is not None
    assert {role.code for role in erin.user.roles.all()} == {"employee", "manager"}
    assert [message.to for message in mail.outbox] == [["erin@acme.example"]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"work_email": "CAROL@acme.example"}, "Another employee has this work e-mail"),
        ({"may_sign_in": "on"}, "Choose at least one role"),
        ({"first_name": ""}, "This field is required"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_entered_is_lost(changes: dict[str, Any], said: str, alices_client: HostClient) -> None:
    page = alices_client.post(f"{LIST}add/", newcomer(**changes))

    assert said in page.content.decode()
    assert 'value="Tester"' in page.content.decode()
    assert not Employee.objects.filter(last_name="Eze").exists()


def test_an_address_that_signs_in_already_is_refused_whole(alices_client: HostClient, carols_record: Employee) -> None:
    Employee.objects.filter(pk=carols_record.pk).update(work_email="other@acme.example")

    page = alices_client.post(
        f"{LIST}add/", newcomer(work_email="carol@acme.example", may_sign_in="on", roles=[role_id("employee")])
    )

    assert "Another account uses this e-mail address" in page.content.decode()
    assert not Employee.objects.filter(last_name="Eze").exists()


def test_nobody_gives_a_role_beyond_their_own(sign_in: SignIn, alice: User, bob: User) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="hr"), acting_user=alice)

    page = sign_in(bob).post(f"{LIST}add/", newcomer(may_sign_in="on", roles=[role_id("owner")]))

    assert "is not one of the available choices" in page.content.decode()
    assert not Employee.objects.filter(last_name="Eze").exists()


def test_a_change_is_audited_with_what_was_before(alices_client: HostClient, carols_record: Employee) -> None:
    finance = Department.objects.get(name="Finance")

    page = alices_client.post(
        page_of(carols_record), as_entered(carols_record, job_title="Lead", department=finance.pk), follow=True
    )

    carols_record.refresh_from_db()
    assert (carols_record.job_title, carols_record.department) == ("Lead", finance)
    event = latest_event("employee:changed")
    assert event.before == {"job_title": "", "department": "Engineering"}
    assert event.after == {"job_title": "Lead", "department": "Finance"}
    assert "Carol Chen" in told(page)


def test_saving_without_a_change_writes_nothing(alices_client: HostClient, carols_record: Employee) -> None:
    before = AuditEvent.objects.count()

    assert alices_client.post(page_of(carols_record), as_entered(carols_record)).status_code == 302
    assert AuditEvent.objects.count() == before


def test_a_circle_of_managers_is_explained_at_the_field(
    alices_client: HostClient, bobs_record: Employee, carols_record: Employee
) -> None:
    page = alices_client.post(page_of(bobs_record), as_entered(bobs_record, manager=carols_record.pk, job_title="Chief"))

    assert "Carol Chen cannot manage Bob Brown" in page.content.decode()
    assert 'value="Chief"' in page.content.decode()
    bobs_record.refresh_from_db()
    assert bobs_record.job_title != "Chief"


def test_an_employment_ends_on_a_date(alices_client: HostClient, carols_record: Employee) -> None:
    url = page_of(carols_record, "end-employment")
    assert "no longer appears among your people" in alices_client.get(url).content.decode()

    page = alices_client.post(url, {"last_day": "2026-12-31"}, follow=True)

    carols_record.refresh_from_db()
    assert carols_record.end_date == date(2026, 12, 31)
    assert "last day is" in told(page)
    assert latest_event("employee:left").after == {"end_date": "2026-12-31"}


def test_a_last_day_is_changed_and_taken_back(alices_client: HostClient, alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=date(2026, 1, 9), acting_user=alice)
    url = page_of(carols_record, "end-employment")
    assert 'value="2026-01-09"' in alices_client.get(url).content.decode()

    alices_client.post(url, {"last_day": "2026-01-16"})
    carols_record.refresh_from_db()
    assert carols_record.end_date == date(2026, 1, 16)

    page = alices_client.post(url, {"last_day": ""}, follow=True)
    assert Employee.objects.filter(pk=carols_record.pk, end_date=None).exists()
    assert "employment goes on" in told(page)
    assert latest_event("employee:left").after == {"end_date": None}


def test_a_first_last_day_is_not_left_empty(alices_client: HostClient, carols_record: Employee) -> None:
    page = alices_client.post(page_of(carols_record, "end-employment"), {"last_day": ""})

    assert "This field is required" in page.content.decode()


def test_a_last_day_before_the_first_is_refused(alices_client: HostClient, carols_record: Employee) -> None:
    page = alices_client.post(page_of(carols_record, "end-employment"), {"last_day": "2020-01-01"})

    assert "cannot come before the first day" in page.content.decode()


def test_somebody_without_an_account_gets_one(alices_client: HostClient) -> None:
    alices_client.post(f"{LIST}add/", newcomer())
    erin = Employee.objects.get(last_name="Eze")
    assert "Give an account" in alices_client.get(page_of(erin)).content.decode()

    alices_client.post(page_of(erin, "give-account"), {"roles": [role_id("employee")]})

    erin.refresh_from_db()
    assert erin.user is not None
    assert alices_client.get(page_of(erin, "give-account")).status_code == 403


def test_who_may_only_view_changes_nothing(sign_in: SignIn, dave: User, carols_record: Employee) -> None:
    client = sign_in(dave)

    assert "Save" not in client.get(page_of(carols_record)).content.decode()
    assert client.post(page_of(carols_record), as_entered(carols_record, job_title="Lead")).status_code == 403
    for page in ("end-employment", "give-account", "delete"):
        assert client.post(page_of(carols_record, page), {"last_day": "2026-12-31"}).status_code == 403
    action = {"action": "move_to_department", "_selected_action": [carols_record.pk], "index": "0"}
    client.post(LIST, action | {"department": Department.objects.get(name="Finance").pk})
    carols_record.refresh_from_db()
    assert (carols_record.job_title, str(carols_record.department)) == ("", "Engineering")


def test_a_person_with_records_is_kept(alices_client: HostClient, carols_record: Employee) -> None:
    from hr.attendance.rules import PunchKind
    from hr.attendance.tests.factories import punched

    punched(carols_record, (PunchKind.IN, "2026-03-10 09:00"))

    for send in (alices_client.get, alices_client.post):
        page = send(page_of(carols_record, "delete"), {"post": "yes"}, follow=True)
        assert "cannot be deleted" in told(page)
    assert Employee.objects.filter(pk=carols_record.pk).exists()


def test_a_mistake_can_be_deleted_and_leaves_a_trace(alices_client: HostClient) -> None:
    alices_client.post(f"{LIST}add/", newcomer())
    erin = Employee.objects.get(last_name="Eze")

    assert alices_client.get(page_of(erin, "delete")).status_code == 200
    alices_client.post(page_of(erin, "delete"), {"post": "yes"})

    assert not Employee.objects.filter(pk=erin.pk).exists()
    assert latest_event("employee:deleted").before["work_email"] == "erin@acme.example"  # type: ignore[index]


def test_several_people_move_at_once(alices_client: HostClient, bobs_record: Employee, carols_record: Employee) -> None:
    chosen = {"action": "move_to_department", "_selected_action": [bobs_record.pk, carols_record.pk], "index": "0"}
    asked = alices_client.post(LIST, chosen)
    assert "Bob Brown, Carol Chen" in asked.content.decode() or "Carol Chen, Bob Brown" in asked.content.decode()

    page = alices_client.post(LIST, chosen | {"department": Department.objects.get(name="Finance").pk}, follow=True)

    assert "2 people are in Finance now." in told(page)
    assert Employee.objects.filter(department__name="Finance").count() == 3
    assert AuditEvent.objects.filter(action="employee:changed").count() == 2


def test_too_many_people_do_not_move_at_once(alices_client: HostClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(employees, "MOST_AT_ONCE", 3)
    first = Employee.objects.values_list("pk", flat=True)[0]

    page = alices_client.post(
        LIST, {"action": "move_to_department", "_selected_action": [first], "select_across": "1", "index": "0"}, follow=True
    )

    assert "At most 3 people can move at once." in told(page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Alice", "Bob", "Carol"}),
        ("employment=past", {"Dave"}),
        ("employment=all", {"Alice", "Bob", "Carol", "Dave"}),
        ("employment=future", set()),
        ("employment=now", {"Alice", "Bob", "Carol"}),
        ("q=dave", {"Dave"}),
        ("q=2", {"Bob"}),
        ("account=yes", {"Alice", "Bob", "Carol"}),
        ("account=no", set()),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, names: set[str], alices_client: HostClient, alice: User) -> None:
    end_employment(employee=Employee.objects.get(first_name="Dave"), last_day=date(2026, 1, 9), acting_user=alice)

    page = alices_client.get(f"{LIST}?{query}")

    assert {employee.first_name for employee in page.context["cl"].result_list} == names


def test_only_who_is_here_is_offered_as_a_manager(alices_client: HostClient, alice: User) -> None:
    end_employment(employee=Employee.objects.get(first_name="Dave"), last_day=date(2026, 1, 9), acting_user=alice)
    url = "/admin/autocomplete/?app_label=people&model_name=employee&field_name=manager&term="

    assert [each["text"] for each in alices_client.get(f"{url}bob").json()["results"]] == ["Bob Brown"]
    assert alices_client.get(f"{url}dave").json()["results"] == []


def test_the_punches_of_somebody_who_has_left_can_be_looked_for(alices_client: HostClient, alice: User) -> None:
    end_employment(employee=Employee.objects.get(first_name="Dave"), last_day=date(2026, 1, 9), acting_user=alice)
    url = "/admin/autocomplete/?app_label=attendance&model_name=punch&field_name=employee&term=dave"

    assert [each["text"] for each in alices_client.get(url).json()["results"]] == ["Dave Dunn"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_days_are_filtered_as_they_are_in_any_time_zone(zone: str, alices_client: HostClient, alice: User) -> None:
    change_settings(acting_user=alice, time_zone=zone)
    Employee.objects.filter(first_name="Dave").update(start_date=date(2026, 3, 10))
    Employee.objects.filter(first_name="Carol").update(start_date=date(2026, 3, 9))
    Employee.objects.filter(first_name="Bob").update(start_date=date(2026, 3, 11))

    page = alices_client.get(f"{LIST}?start_date_from=2026-03-10&start_date_to=2026-03-10")

    assert [employee.first_name for employee in page.context["cl"].result_list] == ["Dave"]


def test_a_list_of_500_costs_as_few_queries_as_one_of_4(alices_client: HostClient, django_assert_max_num_queries: Any) -> None:
    finance = Department.objects.get(name="Finance")
    boss = Employee.objects.get(first_name="Alice")
    Employee.objects.bulk_create(
        Employee(
            number=1000 + index,
            first_name="Test",
            last_name=f"Person {index}",
            work_email=f"test{index}@acme.example",
            department=finance,
            manager=boss,
            start_date=timezone.localdate(),
        )
        for index in range(500)
    )

    # The first page of a session looks the host up and writes the secret of its forms.
    alices_client.get(LIST)

    for query in ("", "?p=3", "?q=person", "?all="):
        with django_assert_max_num_queries(12):
            assert alices_client.get(f"{LIST}{query}").status_code == 200
