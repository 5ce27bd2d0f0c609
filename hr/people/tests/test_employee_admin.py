"""Employees in the company administration."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail

from conftest import HostClient
from core.audit.models import AuditEvent
from core.ids import new_id
from hr.people.actions import change_terms, end_employment
from hr.people.admin.forms import HireForm
from hr.people.models import Department, Employee, EmploymentTerms
from hr.people.queries import terms_on
from hr.people.tests.factories import as_sent
from tenants.accounts.actions import change_roles
from tenants.accounts.models import Role, User
from tests.cast import CREATED

LIST = "/admin/people/employee/"
NOBODY = new_id()
CHANGED = date(2027, 1, 4)
SignIn = Callable[[User], HostClient]


@pytest.fixture
def alices_client(sign_in: SignIn, alice: User) -> HostClient:
    return sign_in(alice)


def page_of(employee: Employee, page: str = "change") -> str:
    return f"{LIST}{employee.pk}/{page}/"


def newcomer(**changes: Any) -> dict[str, Any]:
    values = {"first_name": "Erin", "last_name": "Eze", "work_email": "Erin@acme.example", "start_date": "2026-03-02"}
    terms = {"job_title": "Tester", "contract_type": "permanent", "full_time_equivalent": "1"}
    return {**values, **terms, "department": "", "manager": "", "time_zone": "", **changes}


def terms_of(employee: Employee, day: date = CHANGED) -> EmploymentTerms:
    terms = terms_on(employee, day)
    assert terms is not None
    return terms


def new_terms(employee: Employee, **changes: Any) -> dict[str, Any]:
    terms = terms_of(employee)
    values = {"job_title": terms.job_title, "department": terms.department_id or "", "manager": terms.manager_id or ""}
    return {**values, "contract_type": "permanent", "full_time_equivalent": "1", "start_date": CHANGED, **changes}


def told(page: Any) -> str:
    return " ".join(str(message) for message in get_messages(page.wsgi_request))


def latest_event(action: str) -> AuditEvent:
    return AuditEvent.objects.filter(action=action).latest("id")


def test_at_an_unlocked_computer_nobody_is_let_into_the_administration(sign_in: Callable[..., HostClient], alice: User) -> None:
    entered = newcomer(may_sign_in="on", roles=[role_id("owner")])
    browser = sign_in(alice)
    page = browser.get(f"{LIST}add/").content.decode()
    assert "which asks first who you are" in page
    assert role_id("owner") not in page
    assert role_id("manager") in page
    assert "is not one of the available choices" in browser.post(f"{LIST}add/", entered).content.decode()

    browser = sign_in(alice, has_proved=True)
    assert "which asks first who you are" not in browser.get(f"{LIST}add/").content.decode()
    assert browser.post(f"{LIST}add/", entered).status_code == 302
    assert list(User.objects.get(email="erin@acme.example").roles.values_list("code", flat=True)) == ["owner"]
    # Nor is anything offered to whom the next page of the same server is for.
    assert not HireForm.base_fields["roles"].queryset.exists()  # type: ignore[attr-defined]  # A model's choice.


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
    page = alices_client.post(page_of(carols_record), as_sent(carols_record, last_name="Cheng"), follow=True)

    carols_record.refresh_from_db()
    assert carols_record.full_name == "Carol Cheng"
    event = latest_event("employee:changed")
    assert (event.before, event.after) == ({"last_name": "Chen"}, {"last_name": "Cheng"})
    assert "Carol Cheng" in told(page)


def test_terms_change_from_a_day_on(alices_client: HostClient, carols_record: Employee) -> None:
    finance = Department.objects.get(name="Finance")
    url = page_of(carols_record, "change-terms")
    assert "This is how it stands on" in alices_client.get(url).content.decode()

    page = alices_client.post(url, new_terms(carols_record, job_title="Lead", department=finance.pk), follow=True)

    terms = terms_of(carols_record)
    assert (terms.start_date, terms.job_title, terms.department, str(terms.manager)) == (CHANGED, "Lead", finance, "Bob Brown")
    assert terms_of(carols_record, CHANGED - timedelta(days=1)).job_title == ""
    event = latest_event("employee:terms_changed")
    assert event.before == {"job_title": "", "department": "Engineering"}
    assert event.after == {"effective_date": "2027-01-04", "job_title": "Lead", "department": "Finance"}
    assert "Carol Chen’s terms are changed from" in told(page)
    history = alices_client.get(page_of(carols_record, "history")).content.decode()
    assert "from “Engineering” to “Finance”" in history


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start_date": "2020-01-01"}, "is not employed on"),
        ({"start_date": ""}, "This field is required"),
        ({"weekly_hours": "200"}, "less than or equal to 168"),
        ({"full_time_equivalent": "-1"}, "greater than or equal to 0"),
        ({"job_title": "x" * 200}, "at most 120 characters"),
        ({"department": str(NOBODY)}, "Select a valid choice"),
        ({"manager": "nonsense"}, "Select a valid choice"),
    ],
)
def test_terms_that_cannot_be_are_explained(
    changes: dict[str, Any], said: str, alices_client: HostClient, carols_record: Employee
) -> None:
    entered = new_terms(carols_record, cost_center="Kept") | changes
    if "start_date" in changes:
        entered["job_title"] = "Lead"
    page = alices_client.post(page_of(carols_record, "change-terms"), entered)

    assert said in page.content.decode()
    assert 'value="Kept"' in page.content.decode()
    assert not AuditEvent.objects.filter(action="employee:terms_changed").exists()


def test_a_first_day_is_moved(alices_client: HostClient, carols_record: Employee) -> None:
    page = alices_client.post(page_of(carols_record, "change-first-day"), {"first_day": "2026-02-02"}, follow=True)

    assert carols_record.period_history.get().start_date == terms_of(carols_record).start_date == date(2026, 2, 2)
    assert "first day is" in told(page)


def test_a_planned_change_is_taken_back(alices_client: HostClient, alice: User, carols_record: Employee) -> None:
    terms = change_terms(employee=carols_record, start_date=CHANGED, job_title="Lead", acting_user=alice)
    url = f"/admin/people/employmentterms/{terms.pk}"
    assert "Take the change back" in alices_client.get(f"{url}/change/").content.decode()

    page = alices_client.post(f"{url}/withdraw/", {"sure": "yes"}, follow=True)

    assert "The change is taken back." in told(page)
    assert terms_of(carols_record).job_title == ""
    first = terms_of(carols_record)
    refused = alices_client.post(f"/admin/people/employmentterms/{first.pk}/withdraw/", {"sure": "yes"})
    assert "cannot be taken back" in refused.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"), [("time=planned", ["Lead"]), ("time=now", [""]), ("time=past", []), ("q=lead", ["Lead"])]
)
def test_changes_are_listed(query: str, titles: list[str], alices_client: HostClient, alice: User, carols_record: Employee) -> None:
    change_terms(employee=carols_record, start_date=CHANGED, job_title="Lead", acting_user=alice)

    page = alices_client.get(f"/admin/people/employmentterms/?{query}")

    mine = [terms for terms in page.context["cl"].result_list if terms.employee == carols_record]
    assert [terms.job_title for terms in mine] == titles


def test_saving_without_a_change_writes_nothing(alices_client: HostClient, carols_record: Employee) -> None:
    before = AuditEvent.objects.count()

    assert alices_client.post(page_of(carols_record), as_sent(carols_record)).status_code == 302
    assert AuditEvent.objects.count() == before


def test_a_circle_of_managers_is_explained(alices_client: HostClient, bobs_record: Employee, carols_record: Employee) -> None:
    url = page_of(bobs_record, "change-terms")
    page = alices_client.post(url, new_terms(bobs_record, manager=carols_record.pk, job_title="Chief"))

    assert "Carol Chen cannot manage Bob Brown" in page.content.decode()
    assert 'value="Chief"' in page.content.decode()
    assert terms_of(bobs_record).job_title != "Chief"


def test_an_employment_ends_on_a_date(alices_client: HostClient, carols_record: Employee) -> None:
    url = page_of(carols_record, "end-employment")
    assert "no longer appears among your people" in alices_client.get(url).content.decode()

    page = alices_client.post(url, {"last_day": "2026-12-31"}, follow=True)

    assert carols_record.period_history.get().end_date == date(2026, 12, 31)
    assert "last day is" in told(page)
    assert latest_event("employee:left").after == {"end_date": "2026-12-31"}


def test_a_last_day_is_changed_and_taken_back(alices_client: HostClient, alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=date(2026, 1, 9), today=CREATED.date(), acting_user=alice)
    url = page_of(carols_record, "end-employment")
    assert 'value="2026-01-09"' in alices_client.get(url).content.decode()

    alices_client.post(url, {"last_day": "2026-01-16"})
    assert carols_record.period_history.get().end_date == date(2026, 1, 16)

    page = alices_client.post(url, {"last_day": ""}, follow=True)
    assert carols_record.period_history.get().end_date is None
    assert "employment goes on" in told(page)
    assert latest_event("employee:left").after == {"end_date": None}


def test_a_first_last_day_is_not_left_empty(alices_client: HostClient, carols_record: Employee) -> None:
    page = alices_client.post(page_of(carols_record, "end-employment"), {"last_day": ""})

    assert "This field is required" in page.content.decode()


def test_a_last_day_before_the_first_is_refused(alices_client: HostClient, carols_record: Employee) -> None:
    page = alices_client.post(page_of(carols_record, "end-employment"), {"last_day": "2020-01-01"})

    assert "cannot come before the first day" in page.content.decode()


def test_who_left_is_employed_again(alices_client: HostClient, alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=date(2026, 3, 31), today=CREATED.date(), acting_user=alice)
    entered = {"start_date": CHANGED, "job_title": "Analyst", "contract_type": "permanent", "full_time_equivalent": "1"}
    url = page_of(carols_record, "rehire")
    assert "what was recorded of the earlier one stays" in alices_client.get(url).content.decode()
    assert (
        "employed on some of these days already" in alices_client.post(url, entered | {"start_date": "2026-03-31"}).content.decode()
    )

    page = alices_client.post(url, entered, follow=True)

    assert "is employed again from" in told(page)
    assert terms_of(carols_record).job_title == "Analyst"
    assert carols_record.period_history.count() == 2
    assert alices_client.get(url).status_code == 403


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
    assert client.post(page_of(carols_record), as_sent(carols_record, last_name="Lead")).status_code == 403
    for page in ("end-employment", "change-terms", "change-first-day", "give-account", "delete"):
        assert client.post(page_of(carols_record, page), {"last_day": "2026-12-31"}).status_code == 403
    action = {"action": "move_to_department", "_selected_action": [carols_record.pk], "index": "0"}
    client.post(LIST, action | {"department": Department.objects.get(name="Finance").pk, "start_date": CHANGED})
    carols_record.refresh_from_db()
    assert (carols_record.last_name, str(terms_of(carols_record).department)) == ("Chen", "Engineering")


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
