"""A company's own tables of American states: entered, refused, and asked for by people's tax details."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conftest import HostClient
from core.audit.models import AuditEvent
from hr.people.models import Employee
from payroll.compensation.actions import agree_terms, record_profile
from payroll.statutory.us.states import StateBracket
from payroll.structures.models import PayStructure, StateTaxTable
from payroll.structures.own_law import pack_for, state_tables_on
from tenants.accounts.models import User

LIST = "/admin/structures/statetaxtable/"


@pytest.fixture
def daves_client(sign_in: Callable[[User], HostClient], dave: User) -> HostClient:
    return sign_in(dave)


def _entered(**differences: str) -> dict[str, str]:
    usual = {
        "name": "Illinois",
        "code": "IL",
        "kind": "flat",
        "rate": "4.95",
        "brackets": "",
        "deduction": "0",
        "allowance": "2850",
    }
    return {**usual, "credit": "0", "start_date": "2026-01-01", "end_date": "2026-12-31", **differences}


def _table(**differences: Any) -> StateTaxTable:
    usual: dict[str, Any] = {"code": "TX", "name": "Texas", "kind": "none", "start_date": date(2026, 1, 1)}
    return StateTaxTable.objects.create(**usual | {"end_date": date(2026, 12, 31)} | differences)


def test_flat_and_bracketed_tables_are_entered(daves_client: HostClient) -> None:
    daves_client.post(f"{LIST}add/", _entered())
    brackets = "0 = 2 %\n8500 = 4.5 %"
    answer = daves_client.post(f"{LIST}add/", _entered(name="New York", code="NY", kind="brackets", rate="", brackets=brackets))

    assert answer.status_code == 302, answer.content.decode()
    illinois, new_york = state_tables_on(date(2026, 6, 30))
    assert (illinois.kind, illinois.allowance) == ("flat", Decimal(2850))
    assert illinois.brackets == (StateBracket(Decimal(0), Decimal("0.0495")),)
    assert new_york.brackets[1] == StateBracket(Decimal(8500), Decimal("0.045"))
    assert AuditEvent.objects.filter(action="statetaxtable:added").count() == 2
    page = daves_client.get(LIST).content.decode()
    assert "4.95 %" in page
    assert "0 = 2 %, 8500 = 4.5 %" in page


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"rate": ""}, "It is needed for a flat tax."),
        ({"rate": "101"}, "less than or equal to 100"),
        ({"kind": "brackets", "brackets": ""}, "the first begins at 0"),
        ({"kind": "brackets", "brackets": "100 = 5 %"}, "the first begins at 0"),
        ({"kind": "brackets", "brackets": "0 = 150 %"}, "Rates lie between 0 and 100"),
        ({"kind": "brackets", "brackets": "lots"}, "Line 1 is not understood"),
        ({"code": "il"}, "capital letters"),
        ({"deduction": "-1"}, "greater than or equal to 0"),
        ({"end_date": ""}, "This field is required"),
        ({"end_date": "2025-01-01"}, "cannot come before the first day"),
        ({"code": "TX"}, "for some of these days already"),
    ],
)
def test_what_is_wrong_is_said(differences: dict[str, str], said: str, daves_client: HostClient) -> None:
    _table()
    page = daves_client.post(f"{LIST}add/", _entered(**differences))

    assert page.status_code == 200
    assert said in page.content.decode()
    assert StateTaxTable.objects.count() == 1


def test_one_is_changed_and_deleted(daves_client: HostClient) -> None:
    table = _table()
    url = f"{LIST}{table.pk}/"
    assert daves_client.post(f"{url}change/", _entered(name="Texas", code="TX", rate="1")).status_code == 302
    assert 'value="1"' in daves_client.get(f"{url}change/").content.decode()
    daves_client.post(f"{url}delete/", {"post": "yes"})
    assert not StateTaxTable.objects.exists()


@pytest.mark.parametrize(
    "differences", [{"kind": "flat"}, {"rates": [1]}, {"end_date": date(2025, 1, 1)}, {"credit": -1}, {"code": "tx"}, {}]
)
def test_the_database_refuses_what_the_form_does(differences: dict[str, Any], dave: User) -> None:
    _table()
    with pytest.raises(IntegrityError), transaction.atomic():
        _table(**{"code": "OK"} | differences if differences else {})


def test_figures_of_a_day_only(dave: User, django_assert_num_queries: Any) -> None:
    _table()
    assert [len(state_tables_on(day)) for day in (date(2025, 12, 31), date(2026, 12, 31), date(2027, 1, 1))] == [0, 1, 0]
    with django_assert_num_queries(0):
        pack_for(country="GB", pay_date=date(2026, 6, 30))
    with django_assert_num_queries(1):
        pack_for(country="US", pay_date=date(2026, 6, 30))


def test_people_have_a_state_and_the_engine_takes_its_table(daves_client: HostClient, dave: User, alice: User, carol: User) -> None:
    carols_record = Employee.objects.get(user=carol)
    terms: dict[str, Any] = {"amount": Decimal(60000), "basis": "annual", "currency": "USD", "frequency": "monthly"}
    agree_terms(employee=carols_record, start_date=date(2026, 1, 5), acting_user=alice, **terms)
    answers = {"w4": "W4", "w4.W4.filing_status": "single", "state": True, "state.code": "IL", "state.allowances": 1}
    record_profile(employee=carols_record, country="US", answers=answers, start_date=date(2026, 1, 5), acting_user=alice)
    structure = PayStructure.objects.create(name="American", country="US", currency="USD")
    salary = structure.components.model.objects.get(code="salary")
    salary.counts_towards = ["US.taxable", "US.fica_wages", "US.futa_wages", "US.state_taxable"]
    salary.save()
    fields = {"name": "American", "country": "US", "currency": "USD", "components": [salary.pk], "try_values": ""}
    fields |= {"try_person": "carol@acme.example", "try_day": "2026-05-14"}
    url = f"/admin/structures/paystructure/try/?of={structure.pk}"

    assert "Tax for Illinois cannot be withheld." in daves_client.post(url, fields).content.decode()

    flat = {"above": [0], "rates": [Decimal("0.0495")], "allowance": 2850}
    _table(code="IL", name="Illinois", kind="flat", **flat)
    page = daves_client.post(url, fields).content.decode()
    assert "State income tax (not verified)" in page
    # 5,000 x 12 less 2,850 at 4.95 % is 2,828.93 a year.
    assert "235.74" in page
    assert "Not verified: Illinois: 235.74, by the company" in page
