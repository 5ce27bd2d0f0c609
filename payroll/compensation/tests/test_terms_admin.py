"""Pay terms in the company administration."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.html import escape

from conftest import HostClient
from core.audit.models import AuditEvent, ReadEvent
from hr.people.models import Employee
from payroll.compensation.actions import close_pay
from payroll.compensation.models import PayTerms
from payroll.compensation.tests.conftest import Agree
from tenants.accounts.models import User

LIST = "/admin/compensation/payterms/"


@pytest.fixture
def daves_client(sign_in: Callable[[User], HostClient], dave: User) -> HostClient:
    return sign_in(dave)


def _entered(who: Employee, **differences: Any) -> dict[str, Any]:
    usual = {"employee": who.pk, "job": "", "amount": "3000", "basis": "monthly", "currency": "GBP", "frequency": "monthly"}
    return {**usual, "start_date": "2026-01-01", "end_date": "", **differences}


def test_payroll_agrees_on_terms_and_a_rise(daves_client: HostClient, carols_record: Employee) -> None:
    daves_client.post(f"{LIST}add/", _entered(carols_record))
    answer = daves_client.post(f"{LIST}add/", _entered(carols_record, amount="3200", start_date="2026-07-01"))

    assert answer.status_code == 302, answer.content.decode()
    rows = PayTerms.objects.order_by("start_date").values_list("amount", "end_date")
    assert list(rows) == [(Decimal(3000), date(2026, 6, 30)), (Decimal(3200), None)]


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"amount": "1000000000000000"}, "12 digits"),
        ({"amount": "-5"}, "without a sign"),
        ({"amount": "many"}, "Enter a number"),
        ({"amount": "300000.50", "currency": "JPY"}, "JPY has no decimals"),
        ({"currency": "XXX"}, "not one of the available choices"),
        ({"end_date": "2025-01-01"}, "cannot come before the first day"),
        ({"start_date": "2025-06-01"}, "terms from 01/01/2026"),
        ({"frequency": "yearly"}, "not one of the available choices"),
        ({"employee": "01980000-0000-7000-8000-000000000000"}, "not one of the available choices"),
    ],
)
def test_bad_input_is_explained_and_kept(
    differences: dict[str, str], said: str, daves_client: HostClient, agree: Agree, carols_record: Employee
) -> None:
    agree()
    page = daves_client.post(f"{LIST}add/", _entered(carols_record, **{"start_date": "2026-05-01"} | differences))

    assert page.status_code == 200
    assert escape(said) in page.content.decode()
    assert PayTerms.objects.count() == 1


def test_closed_pay_is_explained(daves_client: HostClient, agree: Agree, alice: User) -> None:
    terms = agree()
    close_pay(frequency="monthly", closed_until=date(2026, 3, 31), acting_user=alice)

    page = daves_client.post(f"{LIST}{terms.pk}/change/", _entered(terms.employee, amount="9000"))
    deleted = daves_client.post(f"{LIST}{terms.pk}/delete/", {"post": "yes"}, follow=True)

    assert "Pay until 31/03/2026 is closed" in page.content.decode()
    assert "Pay until 31/03/2026 is closed" in deleted.content.decode()
    assert PayTerms.objects.get().amount == Decimal(3000)


def test_amounts_stand_in_forms_without_idle_zeros(daves_client: HostClient, agree: Agree) -> None:
    page = daves_client.get(f"{LIST}{agree().pk}/change/").content.decode()
    assert 'value="3000"' in page


def test_looking_is_written_down(daves_client: HostClient, agree: Agree, carols_record: Employee) -> None:
    terms = agree()
    daves_client.get(LIST)
    daves_client.get(f"{LIST}{terms.pk}/change/")

    seen = ReadEvent.objects.filter(object_id=str(carols_record.pk)).values_list("reader_label", "data_group")
    assert list(seen) == [("Dave Dunn", "salary")] * 2


def test_only_who_sees_pay_reads_of_it_in_the_trail(sign_in: Callable[[User], HostClient], agree: Agree, alice: User) -> None:
    agree(amount=Decimal(98765))
    event = AuditEvent.objects.get(action="payterms:agreed")
    hr = User.objects.get(email="bob@acme.example")
    hr.roles.set([alice.roles.model.objects.get(code="hr")])

    for client, answers in ((sign_in(hr), False), (sign_in(alice), True)):
        trail = client.get("/admin/audit/auditevent/").content.decode()
        assert ("new pay terms" in trail) is answers
        assert ("new pay terms" in client.get("/admin/").content.decode()) is answers
        assert client.get(f"/admin/audit/auditevent/{event.pk}/change/").status_code == (200 if answers else 404)


def test_statements(daves_client: HostClient, agree: Agree, django_assert_max_num_queries: Any) -> None:
    agree()
    agree(employee=Employee.objects.get(work_email="bob@acme.example"))
    daves_client.get(LIST)
    with django_assert_max_num_queries(8):
        daves_client.get(LIST)
