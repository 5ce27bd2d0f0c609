"""One's tasks, the checklists of others, ticking and starting by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conftest import HostClient
from hr.lifecycle import actions
from hr.lifecycle.models import Checklist, ChecklistTask, ChecklistTemplate
from hr.people.models import Employee
from hr.people.tests.factories import add_people
from tenants.accounts.actions import change_roles
from tenants.accounts.models import Role, User

SignIn = Callable[[User], HostClient]


@pytest.fixture
def checklist(alice: User, carols_record: Employee, templates: dict[str, ChecklistTemplate]) -> Checklist:
    today = timezone.localdate()
    by: Any = {"anchor_date": today + timedelta(days=3), "today": today, "acting_user": alice}
    return actions.start_checklist(template=templates["onboarding"], employee=carols_record, **by)


def task(title: str) -> ChecklistTask:
    return ChecklistTask.objects.get(title=title)


def page(client: HostClient, url: str) -> str:
    return client.get(url).content.decode().split("<main", 1)[1]


@pytest.mark.usefixtures("checklist")
def test_each_sees_what_is_theirs(sign_in: SignIn, alice: User, bob: User, carol: User, dave: User) -> None:
    owners = {"hr": alice, "manager": bob, "employee": carol, "named": dave}
    for owner, user in owners.items():
        html = page(sign_in(user), "/tasks/")
        assert [other for other in owners if f"onboarding {other}" in html] == [owner]
    assert "Due today" in page(sign_in(alice), "/tasks/")
    assert all("1 task waits for you" in page(sign_in(user), "/") for user in owners.values())


@pytest.mark.usefixtures("checklist")
def test_home_counts_also_for_whoever_is_no_employee(sign_in: SignIn, alice: User, carol: User) -> None:
    Employee.objects.filter(user__in=[alice, carol]).update(user=None)
    assert "1 task waits for you" in page(sign_in(alice), "/")
    assert "for you" not in page(sign_in(carol), "/")


@pytest.mark.usefixtures("checklist")
def test_what_is_late_comes_first(sign_in: SignIn, bob: User) -> None:
    ChecklistTask.objects.filter(owner="manager").update(due_date=date(2026, 1, 1))
    html = page(sign_in(bob), "/tasks/")
    assert "days late" in html
    assert "<h2>Late</h2>" in html


@pytest.mark.usefixtures("checklist")
def test_ticking_and_taking_back(sign_in: SignIn, bob: User) -> None:
    client, mine = sign_in(bob), task("onboarding manager")
    response = client.post(f"/tasks/{mine.pk}/done/", {"next": "/checklists/"})
    assert response.headers["Location"] == "/checklists/"
    assert "Done by Bob Brown" in page(client, "/tasks/")
    assert client.post(f"/tasks/{mine.pk}/reopen/", {"next": "https://evil.example/"}).headers["Location"] == "/tasks/"
    mine.refresh_from_db()
    assert mine.done_at is None


def test_others_tasks_do_not_exist(sign_in: SignIn, bob: User, carol: User, checklist: Checklist) -> None:
    assert sign_in(bob).post(f"/tasks/{task('onboarding hr').pk}/done/").status_code == 404
    carols = sign_in(carol)
    assert carols.post(f"/tasks/{task('onboarding manager').pk}/done/").status_code == 404
    assert carols.get("/checklists/").status_code == 403
    assert carols.get(f"/checklists/{checklist.pk}/").status_code == 404
    assert not ChecklistTask.objects.exclude(done_at=None).exists()


def test_hr_ticks_for_everybody_but_themselves(sign_in: SignIn, alice: User, carol: User, checklist: Checklist) -> None:
    client = sign_in(alice)
    assert "0 of 4 done" in page(client, f"/checklists/{checklist.pk}/")
    client.post(f"/tasks/{task('onboarding employee').pk}/done/")
    assert "1 of 4 done" in page(client, f"/checklists/{checklist.pk}/")
    # Carol comes to HR: the whole list of her own is not hers to see, her task is hers to tick.
    change_roles(user=carol, roles=[Role.objects.get(code="hr")], acting_user=alice)
    carols = sign_in(carol)
    assert carols.get(f"/checklists/{checklist.pk}/").status_code == 404
    assert "My onboarding" not in page(carols, "/checklists/")


def test_the_list_filters_and_counts(
    sign_in: SignIn,
    alice: User,
    bob: User,
    checklist: Checklist,
    templates: dict[str, ChecklistTemplate],
    django_assert_max_num_queries: Any,
) -> None:
    today = timezone.localdate()
    for employee in add_people(5):
        by: Any = {"employee": employee, "anchor_date": today, "today": today, "acting_user": alice}
        actions.start_checklist(template=templates["offboarding"], **by)
    client = sign_in(alice)
    html = page(client, "/checklists/")
    assert html.count("0 of 4") == 6
    assert page(client, "/checklists/?occasion=onboarding").count("0 of 4") == 1
    assert page(client, "/checklists/?q=carol+chen").count("0 of 4") == 1
    assert "No checklist fits" in page(client, "/checklists/?state=late")
    checklist.tasks.update(due_date=date(2026, 1, 1))
    assert "4 late" in page(client, "/checklists/?state=late")
    checklist.tasks.update(done_at=alice.date_joined)
    assert "4 of 4" in page(client, "/checklists/?state=done")
    assert page(client, "/checklists/?state=nonsense&page=x").count("0 of 4") == 5
    assert "Nothing is open" in page(sign_in(bob), "/checklists/")
    for url in ("/checklists/", "/tasks/"):
        with django_assert_max_num_queries(10):
            client.get(url)


def test_starting_by_hand(
    sign_in: SignIn, alice: User, bob: User, carols_record: Employee, templates: dict[str, ChecklistTemplate]
) -> None:
    url = f"/people/{carols_record.pk}/start-checklist/"
    client = sign_in(alice)
    template = templates["offboarding"]
    response = client.post(url, {"template": template.pk, "anchor_date": "2030-01-10"})
    checklist = Checklist.objects.get()
    assert response.headers["Location"] == f"/checklists/{checklist.pk}/"
    assert task("offboarding hr").due_date == date(2030, 1, 7)

    empty = ChecklistTemplate.objects.create(name="Empty", occasion="onboarding")
    assert "has no tasks" in client.post(url, {"template": empty.pk, "anchor_date": "2030-01-10"}).content.decode()
    assert "Enter a valid date" in client.post(url, {"template": template.pk, "anchor_date": "soon"}).content.decode()
    # A manager sees employment and changes none.
    assert sign_in(bob).get(url).status_code == 404
