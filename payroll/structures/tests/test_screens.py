"""Components, structures and golden cases in the company administration."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from conftest import HostClient
from core.audit.models import ReadEvent
from payroll.compensation.actions import add_order, agree_terms, record_profile
from payroll.compensation.models import PayTerms
from payroll.structures.models import (
    GoldenCase,
    PayComponent,
    PayParameter,
    PayStructure,
    PayStructureAssignment,
    PayStructureVersion,
    PayTable,
)
from payroll.structures.texts import write_values
from tenants.accounts.models import User

ADMIN = "/admin/structures/"
TRY = f"{ADMIN}paystructure/try/"
COMPONENT = {
    "name": "Night pay",
    "code": "night_pay",
    "kind": "earning",
    "rule": "formula",
    "formula": "night_minutes / 60 * hourly_rate",
    "condition": "",
    "counts_towards": ["GB.taxable", "GB.niable"],
    "proration": "none",
    "rounding_mode": "half_up",
    "is_shown": "on",
    "position": "25",
}


@pytest.fixture
def daves_client(sign_in: Callable[[User], HostClient], dave: User) -> HostClient:
    """Payroll's browser."""
    return sign_in(dave)


@pytest.fixture
def salary(dave: User) -> PayComponent:
    return PayComponent.objects.get(code="salary")


@pytest.fixture
def pays_carol(alice: User, carol: User) -> dict[str, Any]:
    """What is sent to try the salaries' structure with Carol's pay of May 2026."""
    by: dict[str, Any] = {"employee": carol.employee, "acting_user": alice}
    terms: dict[str, Any] = {"basis": "annual", "currency": "GBP", "frequency": "monthly"}
    agree_terms(**by, **terms, start_date=date(2026, 1, 5), amount=Decimal(48000))
    record_profile(**by, country="GB", answers={"tax_code": "1257L"}, start_date=date(2026, 4, 6))
    order: dict[str, Any] = {"name": "Council tax", "payee": "Camden", "kind": "amount", "currency": "GBP"}
    add_order(**by, **order, start_date=date(2026, 5, 1), value=Decimal(100), protected_earnings=Decimal(1000))
    structure = PayStructure.objects.get(name="Monthly salary")
    return {
        "name": "Tried",
        "country": "GB",
        "currency": "GBP",
        "components": [each.pk for each in structure.components.all()],
        "try_values": "",
        "try_person": "carol@acme.example",
        "try_day": "2026-05-14",
    }


def _fields(component: PayComponent, **changes: str) -> dict[str, Any]:
    kept = {name: getattr(component, name) for name in COMPONENT if name != "is_shown"}
    return {**kept, "is_shown": "on", **changes}


class TestComponents:
    def test_one_is_added(self, daves_client: HostClient) -> None:
        daves_client.post(f"{ADMIN}paycomponent/add/", COMPONENT)

        component = PayComponent.objects.get(code="night_pay")
        assert (component.formula, component.counts_towards) == (COMPONENT["formula"], ["GB.taxable", "GB.niable"])

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"formula": "night_minutes / 60 * rate"}, "rate is not known here. It is at character 22."),
            ({"formula": "night_minutes /\r\n rate"}, "rate is not known here. It is at character 18."),
            ({"formula": "night_minutes +"}, "cannot be understood from here on"),
            ({"formula": "1" * 1001}, "at most 1000 characters"),
            ({"formula": ""}, "It is needed for this kind of amount."),
            ({"condition": "night_minutes"}, "a yes or no is needed here"),
            ({"formula": "night_pay + 1"}, "night_pay is not known here"),
            ({"code": "Night pay"}, "A code begins with a small letter"),
            ({"code": "salary"}, "already"),
            ({"code": "min"}, "means something else in formulas"),
            ({"rule": "share", "percent": "5"}, "It is needed for this kind of amount."),
            ({"rule": "share", "percent": "5", "of": "nobody"}, "nobody is not known here, or no number."),
            ({"rule": "share", "percent": "a lot", "of": "salary"}, "Enter a number."),
            ({"rule": "fixed", "amount": "1000000000000000"}, "no more than"),
            ({"rule": "table", "table": "nothing", "of": "salary"}, "Select a valid choice"),
            ({"rounding_places": "9"}, "less than or equal to 4"),
            ({"counts_towards": ["GB.nothing"]}, "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said(self, changes: dict[str, str], said: str, daves_client: HostClient) -> None:
        page = daves_client.post(f"{ADMIN}paycomponent/add/", {**COMPONENT, **changes})

        assert page.status_code == 200
        assert said in page.content.decode()
        assert not PayComponent.objects.filter(name="Night pay").exists()

    def test_the_mistake_is_marked_below_the_formula(self, daves_client: HostClient) -> None:
        page = daves_client.post(f"{ADMIN}paycomponent/add/", {**COMPONENT, "formula": "night_minutes * <b>"})

        assert "<code>night_minutes * <mark>&lt;</mark>b&gt;</code>" in page.content.decode()

    def test_a_structure_that_could_not_be_calculated_is_named(self, daves_client: HostClient, salary: PayComponent) -> None:
        page = daves_client.post(f"{ADMIN}paycomponent/{salary.pk}/change/", _fields(salary, formula="hourly_pay * 2"))

        assert "In “Monthly salary”, salary: hourly_pay is not known here." in page.content.decode()
        salary.refresh_from_db()
        assert salary.formula == "annual_salary / pay_periods"

    def test_broken_golden_cases_are_told_and_can_be_accepted(self, daves_client: HostClient, salary: PayComponent) -> None:
        url, fields = f"{ADMIN}paycomponent/{salary.pk}/change/", _fields(salary, formula="annual_salary / 13")
        page = daves_client.post(url, fields)
        assert "expected 3000.00, got 2769.23" in page.content.decode()
        salary.refresh_from_db()
        assert salary.formula == "annual_salary / pay_periods"

        daves_client.post(url, {**fields, "accepts_broken": "on"})

        salary.refresh_from_db()
        assert salary.formula == "annual_salary / 13"

    def test_one_in_use_is_kept_and_it_is_said_where(self, daves_client: HostClient, salary: PayComponent) -> None:
        page = daves_client.post(f"{ADMIN}paycomponent/{salary.pk}/delete/", {"post": "yes"}, follow=True)

        assert "Salary is used in the structure “Monthly salary”" in page.content.decode()

    def test_the_list_costs_the_same_for_any_number(self, daves_client: HostClient, django_assert_max_num_queries: Any) -> None:
        PayComponent.objects.bulk_create(PayComponent(code=f"extra_{number}", name="X", formula="1") for number in range(20))

        with django_assert_max_num_queries(12):
            daves_client.get(f"{ADMIN}paycomponent/")


class TestTrying:
    def test_shows_the_amount_and_how_it_came_about(self, daves_client: HostClient) -> None:
        typed = {"try_values": "night_minutes = 90\nhourly_rate = 20"}
        page = daves_client.post(
            f"{ADMIN}paycomponent/try/", {**COMPONENT, **typed}, headers={"X-Requested-With": "fetch"}
        ).content.decode()

        assert "<dd>30.00</dd>" in page
        assert "Night pay: night minutes ÷ 60 × hourly rate makes 30" in page
        assert "<html" not in page
        assert not PayComponent.objects.filter(code="night_pay").exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"try_values": ""}, 'data-needs="hourly_rate"'),
            ({"try_values": "night_minutes"}, "Line 1 is not understood"),
            ({"try_values": "night_minutes = many\nhourly_rate = 1"}, "night_minutes is a plain number with a point"),
            ({"try_values": "nothing = 1"}, "nothing is not known here"),
            ({"try_values": "hourly_rate = 1\nhourly_rate = 2"}, "a second value"),
            ({"try_values": "x = 1\n" * 101}, "more than 100 lines"),
            ({"formula": "1 / hourly_rate", "try_values": "hourly_rate = 0"}, "divides by zero"),
            ({"formula": "hourly_rate *", "try_values": ""}, "<mark>"),
            ({"condition": "night_minutes > 100", "try_values": "night_minutes = 9\nhourly_rate = 1"}, "it does not apply"),
        ],
    )
    def test_or_why_there_is_none(self, changes: dict[str, str], said: str, daves_client: HostClient) -> None:
        page = daves_client.post(f"{ADMIN}paycomponent/try/", {**COMPONENT, **changes})

        assert page.status_code == 200
        assert said in page.content.decode()

    def test_takes_what_a_persons_pay_says_and_writes_that_down(
        self, daves_client: HostClient, salary: PayComponent, alice: User, carol: User
    ) -> None:
        PayTerms.objects.create(
            employee=carol.employee, start_date=date(2026, 1, 5), amount=48000, basis="annual", currency="GBP", frequency="monthly"
        )
        fields = {**_fields(salary), "try_person": "Carol@acme.example"}

        page = daves_client.post(f"{ADMIN}paycomponent/try/?of={salary.pk}", fields).content.decode()

        assert "<dd>4000.00</dd>" in page
        assert "goldencase/add" not in page
        assert ReadEvent.objects.filter(object_id=str(carol.employee.pk), data_group="salary").count() == 1

    def test_a_persons_payment_is_a_whole_payslip(self, daves_client: HostClient, pays_carol: dict[str, Any]) -> None:
        """£4,000.00 a month, of which May's tax code and category leave £3,173.44; the order takes £100.00."""
        page = daves_client.post(TRY, pays_carol, headers={"X-Requested-With": "fetch"}).content.decode()

        told = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
        assert "01/05/2026 – 31/05/2026, paid on 31/05/2026" in told
        assert "Earnings Salary £4,000.00 Gross pay £4,000.00" in told
        assert "Income tax (PAYE) £590.40 National Insurance £236.16 Council tax £100.00 All deductions £926.56" in told
        assert "Net pay £3,073.44" in told
        assert "annual salary ÷ pay periods makes 4000.00 with annual salary = 48000.00 (pay terms from 05/01/2026)" in told
        assert "Council tax takes 100.00 of 3173.44, which leaves the protected earnings of 1000.00 untouched." in told

    @pytest.mark.parametrize(
        ("differences", "said"),
        [
            ({"try_values": "annual_salary = 60000"}, "£5,000.00"),
            # The same tax in November, as if each month since April had been like this one.
            ({"try_day": "2026-11-14"}, "£590.20"),
            ({"try_day": "someday"}, "“someday” is no day"),
            ({"try_day": "2026-02-30"}, "“2026-02-30” is no day"),
            ({"try_day": "2026-03-14"}, "There are no tax details for a payment on"),
            ({"try_day": "2025-03-14"}, "has no pay terms on"),
            ({"currency": "EUR", "country": "DE"}, "There are no statutory figures of DE"),
        ],
    )
    def test_or_why_it_is_another_one_or_none(
        self, differences: dict[str, str], said: str, daves_client: HostClient, pays_carol: dict[str, Any]
    ) -> None:
        assert said in daves_client.post(TRY, {**pays_carol, **differences}).content.decode()

    def test_takes_no_example_for_what_a_person_is_paid(
        self, daves_client: HostClient, salary: PayComponent, pays_carol: dict[str, Any]
    ) -> None:
        example = "pay_periods = 12\r\nannual_salary = 36000"
        person = {"try_person": "carol@acme.example", "try_day": "2026-05-14"}
        sent = {**_fields(salary), **person, "try_values": example}
        url = f"{ADMIN}paycomponent/try/?of={salary.pk}"
        assert example.splitlines() == write_values(salary.cases.get().values).splitlines()

        assert "<dd>4000.00</dd>" in daves_client.post(url, sent).content.decode()
        typed = {**sent, "try_values": "annual_salary = 36000"}
        assert "<dd>3000.00</dd>" in daves_client.post(url, typed).content.decode()

    @pytest.mark.parametrize(
        ("person", "said"),
        [("carol@acme.example", "Carol Chen has no pay terms on"), ("mallory@globex.example", "Nobody whose pay you may see")],
    )
    def test_or_says_why_a_person_has_none(self, person: str, said: str, daves_client: HostClient, salary: PayComponent) -> None:
        fields = {**_fields(salary), "try_person": person}

        assert said in daves_client.post(f"{ADMIN}paycomponent/try/", {**fields, "code": "x"}).content.decode()

    def test_without_scripts_is_a_page_of_its_own(self, daves_client: HostClient, salary: PayComponent) -> None:
        typed = {"try_values": "annual_salary = 24000\npay_periods = 12"}
        page = daves_client.post(f"{ADMIN}paycomponent/try/?of={salary.pk}", {**_fields(salary), **typed}).content.decode()

        assert "<html" in page
        assert "<dd>2000.00</dd>" in page
        assert f"goldencase/add/?component={salary.pk}" in page

    def test_a_structure_shows_each_line(self, daves_client: HostClient) -> None:
        structure = PayStructure.objects.get(name="Monthly salary")
        fields = {
            "name": structure.name,
            "country": "GB",
            "currency": "GBP",
            "components": [each.pk for each in structure.components.all()],
            "try_values": "annual_salary = 36000\npay_periods = 12\novertime_minutes = 60\nhourly_rate = 18\nentered_bonus = 250",
        }

        page = daves_client.post(f"{ADMIN}paystructure/try/?of={structure.pk}", fields).content.decode()

        assert [amount in page for amount in ("<dd>3000.00</dd>", "<dd>18.00</dd>", "<dd>250.00</dd>")] == [True] * 3


class TestStructures:
    def test_one_is_added_with_its_components(self, daves_client: HostClient, salary: PayComponent) -> None:
        fields = {"name": "Directors", "group": "", "country": "GB", "currency": "GBP", "components": [salary.pk]}

        daves_client.post(f"{ADMIN}paystructure/add/", fields)

        structure = PayStructure.objects.get(name="Directors")
        assert list(structure.components.all()) == [salary]
        assert PayStructureVersion.objects.filter(structure_key=structure.pk).count() == 1

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": "Hourly pay"}, "already exists"),
            ({"country": "ZZ"}, "Select a valid choice"),
            ({"currency": "pound"}, "Select a valid choice"),
            ({"name": ""}, "This field is required"),
        ],
    )
    def test_what_is_wrong_is_said(self, changes: dict[str, str], said: str, daves_client: HostClient) -> None:
        page = daves_client.post(f"{ADMIN}paystructure/add/", {"name": "X", "country": "GB", "currency": "GBP", **changes})

        assert said in page.content.decode()
        assert PayStructure.objects.count() == 2

    def test_two_variants_of_one_code_do_not_stand_together(self, daves_client: HostClient, salary: PayComponent) -> None:
        twin = PayComponent.objects.create(code="salary", variant="Twin", name="Twin", formula="1")
        fields = {"name": "X", "country": "GB", "currency": "GBP", "components": [salary.pk, twin.pk]}

        page = daves_client.post(f"{ADMIN}paystructure/add/", fields)

        assert "Choose one variant of salary." in page.content.decode()

    def test_versions_are_shown_with_their_formulas(self, daves_client: HostClient, salary: PayComponent) -> None:
        daves_client.post(f"{ADMIN}paycomponent/{salary.pk}/change/", _fields(salary, formula="annual_salary / 1 / pay_periods"))
        structure = PayStructure.objects.get(name="Monthly salary")

        page = daves_client.get(f"{ADMIN}paystructure/{structure.pk}/versions/").content.decode()

        assert page.index("annual_salary / 1 / pay_periods") < page.index("<code>annual_salary / pay_periods</code>")


class TestFigures:
    def test_a_table_is_written_line_by_line(self, daves_client: HostClient) -> None:
        fields = {"name": "Dues", "code": "dues", "valid_from": "2026-01-01", "brackets": "0 = 1 %\n1000 = 2.5 %"}

        daves_client.post(f"{ADMIN}paytable/add/", fields)

        table = PayTable.objects.get()
        assert ([f"{each:f}" for each in table.above], [f"{each:f}" for each in table.rates]) == (
            ["0.00", "1000.00"],
            ["0.010000", "0.025000"],
        )

    @pytest.mark.parametrize(
        ("brackets", "said"),
        [
            ("100 = 1", "the first begins at 0"),
            ("0 = 1\n0 = 2", "begins above the one before it"),
            ("0 one", "Line 1 is not understood"),
            ("0 = NaN", "is a plain number"),
            ("0 = 1e9", "is a plain number"),
            ("0 = 1\n999999999999999 = 2", "no more than"),
            ("0 = 999999999", "no more than"),
        ],
    )
    def test_and_refused_where_it_is_none(self, brackets: str, said: str, daves_client: HostClient) -> None:
        fields = {"name": "Dues", "code": "dues", "valid_from": "2026-01-01", "brackets": brackets}

        page = daves_client.post(f"{ADMIN}paytable/add/", fields)

        assert said in page.content.decode()
        assert not PayTable.objects.exists()

    def test_a_parameter_is_added_for_each_day_once(self, daves_client: HostClient) -> None:
        fields = {"name": "Factor", "code": "factor", "valid_from": "2026-01-01", "value": "1.5"}
        daves_client.post(f"{ADMIN}payparameter/add/", fields)

        page = daves_client.post(f"{ADMIN}payparameter/add/", fields)

        assert "already exists" in page.content.decode()
        assert PayParameter.objects.count() == 1


class TestAssignments:
    def test_one_is_added_and_shown(self, daves_client: HostClient, carol: User) -> None:
        structure = PayStructure.objects.get(name="Hourly pay")
        fields = {"structure": structure.pk, "employee": carol.employee.pk, "first_day": "2026-04-01"}

        daves_client.post(f"{ADMIN}paystructureassignment/add/", fields)

        assignment = PayStructureAssignment.objects.get(employee=carol.employee)
        assert (assignment.first_day, assignment.last_day) == (date(2026, 4, 1), None)
        assert "Carol Chen" in daves_client.get(f"{ADMIN}paystructureassignment/").content.decode()

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ({"first_day": "2026-04-01", "last_day": "2026-03-01"}, "The last day cannot come before"),
            ({"first_day": "1999-04-01"}, "Another assignment of the same people"),
            ({"first_day": ""}, "This field is required"),
            ({"first_day": "soon"}, "Enter a valid date"),
        ],
    )
    def test_what_is_wrong_is_said(self, days: dict[str, str], said: str, daves_client: HostClient) -> None:
        structure = PayStructure.objects.get(name="Hourly pay")

        page = daves_client.post(f"{ADMIN}paystructureassignment/add/", {"structure": structure.pk, **days})

        assert said in page.content.decode()
        assert PayStructureAssignment.objects.count() == 1


class TestGoldenCases:
    def test_one_is_kept_from_a_trial(self, daves_client: HostClient, salary: PayComponent) -> None:
        start = f"{ADMIN}goldencase/add/?component={salary.pk}&values=annual_salary+%3D+12000&expected=1000.00"
        assert "annual_salary = 12000" in daves_client.get(start).content.decode()
        fields = {
            "name": "A thousand",
            "component": salary.pk,
            "values": "annual_salary = 12000\npay_periods = 12",
            "expected": "1000.00",
        }

        daves_client.post(f"{ADMIN}goldencase/add/", fields)

        case = GoldenCase.objects.get(name="A thousand")
        assert (case.values, case.expected) == ({"annual_salary": "12000", "pay_periods": "12"}, {"amount": "1000.00"})

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"expected": "much"}, "is a plain number"),
            ({"expected": "salary = 1"}, "A component has one amount"),
            ({"values": "annual_salary"}, "Line 1 is not understood"),
            ({"component": ""}, "Choose a component or a structure"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, changes: dict[str, str], said: str, daves_client: HostClient, salary: PayComponent
    ) -> None:
        fields = {"name": "X", "component": salary.pk, "values": "", "expected": "1", **changes}

        page = daves_client.post(f"{ADMIN}goldencase/add/", fields)

        assert said in page.content.decode()
        assert not GoldenCase.objects.filter(name="X").exists()

    def test_the_list_says_which_hold_and_why_others_do_not(self, daves_client: HostClient, salary: PayComponent) -> None:
        GoldenCase.objects.create(name="Wrong", component=salary, values={"annual_salary": "1"}, expected={"amount": "5"})
        GoldenCase.objects.create(
            name="Off", component=salary, values={"annual_salary": "12", "pay_periods": "1"}, expected={"amount": "5"}
        )

        page = daves_client.get(f"{ADMIN}goldencase/").content.decode()

        assert "Give a value for pay_periods." in page
        assert "12.00" in page
        assert (page.count("Holds"), page.count("Broken")) == (3, 2)

    def test_their_list_costs_the_same_for_any_number(
        self, daves_client: HostClient, salary: PayComponent, django_assert_max_num_queries: Any
    ) -> None:
        GoldenCase.objects.bulk_create(
            GoldenCase(name=f"Case {number}", component=salary, expected={"amount": "1"}) for number in range(20)
        )

        with django_assert_max_num_queries(19):
            daves_client.get(f"{ADMIN}goldencase/")
