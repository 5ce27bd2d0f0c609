"""Items, loans, orders and tax details in the company administration."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.html import escape

from conftest import HostClient
from core.ids import new_id
from hr.people.models import Employee
from payroll.compensation.actions import add_order, record_taking
from payroll.compensation.models import GarnishmentOrder, Loan, PayItem, StatutoryProfile
from payroll.compensation.tests.conftest import Agree
from payroll.structures.models import PayComponent
from tenants.accounts.models import User

PAY = "/admin/compensation/"


@pytest.fixture
def daves_client(sign_in: Callable[[User], HostClient], dave: User, agree: Agree) -> HostClient:
    agree()
    return sign_in(dave)


def _loan(who: Employee, **differences: Any) -> dict[str, Any]:
    component = PayComponent.objects.get(code="loan_repayment").pk
    lent = {"employee": who.pk, "kind": "loan", "name": "Season ticket", "component": component, "amount": "1200"}
    return {**lent, "paid_on": "2026-05-01", "instalment": "100", "first_instalment_on": "2026-06-01", **differences}


def test_a_loan_and_what_is_paid_back(daves_client: HostClient, carols_record: Employee) -> None:
    daves_client.post(f"{PAY}loan/add/", _loan(carols_record))
    loan = Loan.objects.get()
    entry = {"kind": "repaid", "amount": "200", "booked_on": "2026-05-20", "note": "", "idempotency_key": new_id()}
    for _time in range(2):
        daves_client.post(f"{PAY}loan/{loan.pk}/record-entry/", entry)

    assert [each.amount for each in loan.entries.all()] == [Decimal(1200), Decimal(-200)]
    page = daves_client.get(f"{PAY}loan/{loan.pk}/change/").content.decode()
    assert "£1,000.00" in page
    refused = daves_client.post(f"{PAY}loan/{loan.pk}/record-entry/", {**entry, "amount": "5000", "idempotency_key": new_id()})
    assert "Only £1,000.00 is owed" in refused.content.decode()


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"amount": ""}, "This field is required"),
        ({"instalment": "-1"}, "without a sign"),
        ({"amount": "10.005"}, "GBP has 2 decimals"),
        ({"component": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_lent(differences: dict[str, str], said: str, daves_client: HostClient, carols_record: Employee) -> None:
    page = daves_client.post(f"{PAY}loan/add/", _loan(carols_record, **differences))
    assert said in page.content.decode()
    assert not Loan.objects.exists()


def test_an_item_and_an_order(daves_client: HostClient, carols_record: Employee) -> None:
    bonus = PayComponent.objects.get(code="bonus")
    item = {"employee": carols_record.pk, "component": bonus.pk, "amount": "500", "is_one_off": "on", "start_date": "2026-05-01"}
    daves_client.post(f"{PAY}payitem/add/", item)
    order = {"employee": carols_record.pk, "name": "Council tax", "payee": "Camden", "priority": "1", "kind": "amount"}
    order |= {"value": "80", "currency": "GBP", "protected_earnings": "1000", "start_date": "2026-05-01"}
    daves_client.post(f"{PAY}garnishmentorder/add/", order)

    assert (PayItem.objects.get().currency, PayItem.objects.get().end_date) == ("GBP", date(2026, 5, 1))
    assert GarnishmentOrder.objects.get().protected_earnings == Decimal(1000)
    again = daves_client.post(f"{PAY}garnishmentorder/add/", order)
    assert "already" in again.content.decode()


def test_an_order_shows_what_paydays_took(daves_client: HostClient, carols_record: Employee, dave: User) -> None:
    order = add_order(
        employee=carols_record,
        name="Council tax",
        payee="Camden",
        reference="",
        priority=1,
        kind="amount",
        value=Decimal(80),
        currency="GBP",
        protected_earnings=Decimal(1000),
        total=Decimal(200),
        start_date=date(2026, 4, 1),
        end_date=None,
        acting_user=dave,
    )
    url = f"{PAY}garnishmentorder/{order.pk}/change/"
    assert "Nothing yet." in daves_client.get(url).content.decode()
    for amount, day in ((80, 30), (-5, 31)):
        record_taking(
            order=order,
            amount=Decimal(amount),
            booked_on=date(2026, 5, day),
            idempotency_key=new_id(),
            acting_user=dave,
            now=datetime(2026, 6, 1, tzinfo=UTC),
        )

    page = daves_client.get(url).content.decode()

    told = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert "30/05/2026 Taken from pay £80.00 £120.00 31/05/2026 Given back -£5.00 £125.00" in told


def test_a_mistyped_tax_code_is_explained_beside_its_field(daves_client: HostClient, carols_record: Employee) -> None:
    answers = {"answer_tax_code": "125L7", "answer_ni_category": "A", "answer_director": "no"}
    details = {"employee": carols_record.pk, "start_date": "2026-05-01", **answers}
    page = daves_client.post(f"{PAY}statutoryprofile/add/?country=GB", details)
    assert escape("'125L7' is not a tax code") in page.content.decode()

    daves_client.post(f"{PAY}statutoryprofile/add/?country=GB", {**details, "answer_tax_code": "1257L"})
    known = StatutoryProfile.objects.get().known_answers
    assert (known["tax_code"], known["ni_category"], known["director"]) == ("1257L", "A", "no")


def test_an_old_form_w4_is_refused_with_the_reason(daves_client: HostClient, carols_record: Employee) -> None:
    details = {"employee": carols_record.pk, "start_date": "2026-05-01", "answer_first_paid": "2024-03-01"}
    details |= {"answer_w4": "W4Before2020", "answer_w4__W4Before2020__filing_status": "single"}
    page = daves_client.post(f"{PAY}statutoryprofile/add/?country=US", details).content.decode()
    assert "from 2019 or before" in page
    assert "Ask for a current Form W-4" in page
    assert not StatutoryProfile.objects.exists()
