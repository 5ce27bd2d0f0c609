"""Pay: what is agreed, what it is made of, what is taken."""

from decimal import Decimal
from typing import Any

from hr.people.models import Employee
from payroll.compensation.actions import add_item, add_order, agree_terms, close_pay, grant_loan, record_profile, record_taking
from payroll.structures.models import OwnLevy, PayComponent, PayParameter, PayTable, StateTaxTable
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {
    "structures_paycomponent.code": "a name in formulas",
    "structures_paycomponent.of": "a name in formulas",
    "structures_paycomponent.table": "a name in formulas",
    "structures_paycomponent.formula": "is calculated",
    "structures_paycomponent.condition": "is calculated",
    "structures_paycomponent.currency": "a currency's code",
    "structures_paytable.code": "a name in formulas",
    "structures_statetaxtable.code": "a state's code",
    "structures_ownlevy.country": "a country's code",
    "structures_ownlevy.code": "a name in formulas",
    "structures_payparameter.code": "a name in formulas",
    "structures_paystructure.country": "a country's code",
    "structures_paystructure.currency": "a currency's code",
    "structures_paystructureversion.content": "is what a plan is made of",
    "compensation_payterms.currency": "a currency's code",
    "compensation_garnishmentorder.currency": "a currency's code",
    "compensation_loan.currency": "a currency's code",
    "compensation_payitem.currency": "a currency's code",
    "compensation_statutoryprofile.country": "a country's code",
}
WRAPPED = {"compensation_statutoryprofile.answers": '{{"tax_code": "{}"}}'}


def fill(alice: User) -> None:
    """Everything that pay is made of, for everybody."""
    for employee in Employee.objects.all():
        _add_pay(employee, acting_user=alice)
    close_pay(frequency="weekly", closed_until=CREATED.date(), acting_user=alice)
    PayParameter.objects.create(code="factor", name="Factor", valid_from=CREATED.date(), value=1)
    days: Any = {"start_date": CREATED.date(), "end_date": CREATED.date()}
    StateTaxTable.objects.create(code="TX", name="A state", kind="none", **days)
    OwnLevy.objects.create(country="DE", code="pension", name="A levy", above=[0], figures=["0.093"], **days)
    PayTable.objects.create(code="dues", name="Dues", valid_from=CREATED.date(), above=[0], rates=["0.01"])


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    return _add_pay(newcomer.employee, acting_user=newcomer.owner)


def _add_pay(employee: Employee, acting_user: User) -> dict[str, object]:
    # Nobody decides over their own pay.
    by: Any = {"employee": employee, "acting_user": None if employee.user_id == acting_user.pk else acting_user}
    component = PayComponent.objects.filter(rule="entered", kind="deduction", proration="none").order_by("pk")[0]
    day, amount = CREATED.date(), Decimal(100)
    terms = agree_terms(
        job="A job", start_date=day, amount=Decimal(52_000), basis="annual", currency="GBP", frequency="monthly", **by
    )
    profile = record_profile(country="GB", answers={"tax_code": "1257L"}, start_date=day, **by)
    item = add_item(component=component, amount=amount, start_date=day, note="A note", **by)
    loan = grant_loan(
        kind="loan",
        name="A loan",
        component=component,
        amount=amount,
        paid_on=day,
        instalment=amount,
        first_instalment_on=day,
        now=CREATED,
        **by,
    )
    order = add_order(
        name="An order", payee="A court", reference="1", kind="amount", value=amount, currency="GBP", start_date=day, **by
    )
    record_taking(order=order, amount=amount, booked_on=day, idempotency_key=order.pk, now=CREATED, acting_user=acting_user)
    return {
        "compensation_payterms": terms.pk,
        "compensation_payitem": item.pk,
        "compensation_loan": loan.pk,
        "compensation_garnishmentorder": order.pk,
        "compensation_statutoryprofile": profile.pk,
    }
