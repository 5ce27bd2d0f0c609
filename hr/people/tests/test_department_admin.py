"""Departments in the company administration."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages

from conftest import HostClient
from core.audit.models import AuditEvent
from hr.people.models import Department
from tenants.accounts.models import User

LIST = "/admin/people/department/"


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


@pytest.fixture
def engineering(alice: User) -> Department:
    return Department.objects.get(name="Engineering")


def test_adding_and_renaming_are_audited(alices_client: HostClient, engineering: Department) -> None:
    alices_client.post(f"{LIST}add/", {"name": "Robots", "parent": engineering.pk})
    robots = Department.objects.get(name="Robots")
    alices_client.post(f"{LIST}{robots.pk}/change/", {"name": "Machines", "parent": ""})

    robots.refresh_from_db()
    assert (robots.name, robots.parent) == ("Machines", None)
    actions = AuditEvent.objects.filter(object_id=str(robots.pk)).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["department:added", "department:changed"]


@pytest.mark.parametrize(("name", "said"), [("engineering", "name"), ("", "This field is required")])
def test_a_name_is_needed_and_used_once(name: str, said: str, alices_client: HostClient) -> None:
    page = alices_client.post(f"{LIST}add/", {"name": name, "parent": ""})

    assert page.status_code == 200
    assert said in page.content.decode()
    assert Department.objects.count() == 2


def test_a_department_is_no_part_of_itself(alices_client: HostClient, engineering: Department) -> None:
    page = alices_client.post(f"{LIST}{engineering.pk}/change/", {"name": "Engineering", "parent": engineering.pk})

    assert page.status_code == 200
    engineering.refresh_from_db()
    assert engineering.parent is None


def test_one_with_people_is_kept(alices_client: HostClient, engineering: Department) -> None:
    page = alices_client.post(f"{LIST}{engineering.pk}/delete/", {"post": "yes"}, follow=True)

    assert "Move them first" in " ".join(str(each) for each in get_messages(page.wsgi_request))
    assert Department.objects.filter(pk=engineering.pk).exists()


def test_an_empty_one_goes_with_a_trace(alices_client: HostClient) -> None:
    empty = Department.objects.create(name="Empty")

    alices_client.post(f"{LIST}{empty.pk}/delete/", {"post": "yes"})

    assert not Department.objects.filter(pk=empty.pk).exists()
    assert AuditEvent.objects.get(action="department:deleted").before == {"name": "Empty", "parent": None}


def test_the_list_counts_people(alices_client: HostClient) -> None:
    rows = {row.name: row.people_count for row in alices_client.get(LIST).context["cl"].result_list}

    assert rows == {"Engineering": 2, "Finance": 1}
