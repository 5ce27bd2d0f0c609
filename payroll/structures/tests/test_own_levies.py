"""The law of a country without a pack, as a company enters it: what is refused, and what a person is paid by it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conftest import HostClient
from hr.people.models import Employee
from payroll.compensation.actions import agree_terms
from payroll.structures.models import OwnLevy, PayComponent, PayStructure, PayStructureVersion
from payroll.structures.own_law import pack_for
from tenants.accounts.models import User

LIST = "/admin/structures/ownlevy/"


@pytest.fixture
def daves_client(sign_in: Callable[[User], HostClient], dave: User) -> HostClient:
    return sign_in(dave)


def _entered(**differences: str) -> dict[str, str]:
    usual = {"name": "Pension insurance", "code": "pension", "country": "DE", "paid_by": "employee", "method": "flat"}
    usual |= {"rows": "0 = 9.3 %", "counted_over": "payment", "ceiling": "8050", "most": "", "rounding": "half_up", "unit": "0.01"}
    return {**usual, "start_date": "2026-01-01", "end_date": "2026-12-31", **differences}


def _levy(**differences: Any) -> OwnLevy:
    usual: dict[str, Any] = {"country": "DE", "code": "church", "name": "Church tax", "above": [0], "figures": [Decimal("0.01")]}
    days = {"start_date": date(2026, 1, 1), "end_date": date(2026, 12, 31)}
    return OwnLevy.objects.create(**usual | days | differences)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"rows": "100 = 5 %"}, "the first begins at 0"),
        ({"rows": "0 = 150 %"}, "is above 100 %"),
        ({"rows": "0 = 5 %\n100 = 6 %"}, "has one rate, so it has one row"),
        ({"rows": "a lot"}, "Line 1 is not understood"),
        ({"method": "amounts", "rows": "0 = much"}, "plain number"),
        ({"method": "amounts", "rows": "0 = 5", "counted_over": "year"}, "so it counts single payments"),
        ({"country": "GB"}, "Select a valid choice"),
        ({"unit": "0.02"}, "Select a valid choice"),
        ({"ceiling": "-1"}, "greater than or equal to 0"),
        ({"code": "salary"}, "means something else"),
        ({"code": "income_tax"}, "means something else"),
        ({"code": "church"}, "for some of these days already"),
        ({"end_date": "2025-12-31"}, "cannot come before the first day"),
    ],
)
def test_what_is_wrong_is_said(differences: dict[str, str], said: str, daves_client: HostClient) -> None:
    _levy()
    page = daves_client.post(f"{LIST}add/", _entered(**differences))

    assert page.status_code == 200
    assert said in page.content.decode()
    assert OwnLevy.objects.count() == 1


@pytest.mark.parametrize(
    "differences", [{"figures": []}, {"end_date": date(2025, 1, 1)}, {"code": "A"}, {"country": "de"}, {"method": "guess"}, {}]
)
def test_the_database_refuses_what_the_form_does(differences: dict[str, Any], dave: User) -> None:
    _levy()
    with pytest.raises(IntegrityError), transaction.atomic():
        _levy(**{"code": "other"} | differences if differences else {})


def test_fixed_amounts_are_shown_as_they_were_entered(daves_client: HostClient) -> None:
    daves_client.post(f"{LIST}add/", _entered(method="amounts", rows="0 = 0\n7500 = 175", ceiling=""))
    levy = OwnLevy.objects.get()
    assert (levy.above, levy.figures) == ([Decimal(0), Decimal(7500)], [Decimal(0), Decimal(175)])
    assert "0 = 0\n7500 = 175" in daves_client.get(f"{LIST}{levy.pk}/change/").content.decode()
    assert "0 = 0, 7500 = 175" in daves_client.get(LIST).content.decode()


def test_somebody_is_paid_by_it(daves_client: HostClient, alice: User, carol: User, django_assert_num_queries: Any) -> None:
    terms: dict[str, Any] = {"amount": Decimal(60000), "basis": "annual", "currency": "EUR", "frequency": "monthly"}
    agree_terms(employee=Employee.objects.get(user=carol), start_date=date(2026, 1, 5), acting_user=alice, **terms)
    salary = PayComponent.objects.get(code="salary")
    fields: dict[str, Any] = {"name": "Berlin", "group": "", "country": "DE", "currency": "EUR", "components": [salary.pk]}
    daves_client.post("/admin/structures/paystructure/add/", fields)
    structure = PayStructure.objects.get(name="Berlin")
    trial = {**fields, "try_values": "", "try_person": "carol@acme.example", "try_day": "2026-05-14"}
    url = f"/admin/structures/paystructure/try/?of={structure.pk}"
    assert "There are no statutory figures of DE for a payment on" in daves_client.post(url, trial).content.decode()

    daves_client.post(f"{LIST}add/", _entered())
    assert PayStructureVersion.objects.filter(structure_key=structure.pk).count() == 2
    with django_assert_num_queries(1):
        pack_for(country="DE", pay_date=date(2026, 6, 30))
    kept = {name: getattr(salary, name) for name in ("name", "code", "variant", "kind", "rule", "formula", "condition")}
    kept |= {name: getattr(salary, name) for name in ("proration", "rounding_mode", "is_shown", "position", "ledger_account")}
    counting = {**kept, "counts_towards": ["GB.taxable", "DE.pension_base"]}
    answer = daves_client.post(f"/admin/structures/paycomponent/{salary.pk}/change/", counting)
    assert answer.status_code == 302, answer.content.decode()

    page = daves_client.post(url, trial).content.decode()
    # 9.3 % of 5,000.
    assert "Pension insurance" in page
    assert "€465.00" in page
    assert "€4,535.00" in page
    assert "Not verified" in page

    levy = OwnLevy.objects.get()
    kept_page = daves_client.post(f"{LIST}{levy.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
    assert "is used in the component “Salary”" in kept_page
    assert OwnLevy.objects.exists()
