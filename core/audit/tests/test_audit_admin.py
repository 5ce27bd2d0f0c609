"""The audit trail on screen."""

from collections.abc import Callable

import pytest
from django.db import connection

from conftest import HostClient
from core.audit import queries
from core.audit.models import AuditEvent
from core.audit.queries import actor_names, object_types
from hr.people.actions import add_department
from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.companies.models import Company

URL = "/admin/audit/auditevent/"


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


def test_it_is_read_in_sentences(alices_client: HostClient) -> None:
    assert "Alice Archer added Carol Chen as an employee." in alices_client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("query", "seen", "hidden"),
    [
        ("by=Bob+Brown", "the department Robots", "added Carol Chen"),
        ("kind=people.employee", "added Carol Chen", "the department Robots"),
        ("q=Robots", "the department Robots", "added Carol Chen"),
        ("occurred_at_to=2020-01-01", "Nothing matches", "added Carol Chen"),
        ("occurred_at_from=nonsense", "so all of it is shown", "Nothing matches"),
    ],
)
def test_it_is_narrowed_by_person_kind_name_and_date(
    query: str, seen: str, hidden: str, alices_client: HostClient, bob: User
) -> None:
    add_department(name="Robots", acting_user=bob)

    html = alices_client.get(f"{URL}?{query}", follow=True).content.decode()

    assert seen in html
    assert hidden not in html


def test_one_row_shows_each_field(alices_client: HostClient) -> None:
    hired = AuditEvent.objects.get(action="employee:hired", object_label="Carol Chen")

    html = alices_client.get(f"{URL}{hired.pk}/change/").content.decode()

    assert "Manager" in html
    assert "Bob Brown" in html
    assert "Save" not in html


@pytest.mark.parametrize("page", ["change", "delete"])
def test_nobody_writes_it(page: str, alices_client: HostClient) -> None:
    row = AuditEvent.objects.order_by("id").first()
    assert row is not None

    assert alices_client.post(f"{URL}{row.pk}/{page}/", {"actor_label": "Mallory", "post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.actor_label != "Mallory"


def test_a_record_has_its_own_history(alices_client: HostClient, sign_in: Callable[[User], HostClient], dave: User) -> None:
    employee = Employee.objects.get(work_email="carol@acme.example")
    url = f"/admin/people/employee/{employee.pk}/history/"

    assert "added Carol Chen as an employee" in alices_client.get(url).content.decode()
    assert sign_in(dave).get(url).status_code == 403


def test_the_filters_offer_each_name_and_kind_once(acme: Company, bob: User) -> None:
    add_department(name="Robots", acting_user=bob)
    add_department(name="Rockets", acting_user=bob)

    assert actor_names() == sorted({event.actor_label for event in AuditEvent.objects.all()})
    assert object_types() == sorted({event.object_type for event in AuditEvent.objects.all()})
    assert "Bob Brown" in actor_names()


def test_the_filters_find_their_values_by_an_index(acme: Company) -> None:
    for column in ("actor_label", "object_type"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + queries._VALUES.format(column=column))
            plan = " ".join(line for (line,) in cursor.fetchall())
        assert "Index Only Scan" in plan
        assert "Seq Scan" not in plan
