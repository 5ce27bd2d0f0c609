"""Edits of components and structures: what is refused, and what an edit leaves behind."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from core.audit.models import AuditEvent
from payroll.structures import actions
from payroll.structures.models import GoldenCase, PayComponent, PayParameter, PayStructure, PayStructureVersion, PayTable
from payroll.structures.queries import plan_of, plan_of_version
from tenants.accounts.models import User
from tests.cast import CREATED

DAY = date(2026, 4, 30)
Save = Callable[..., PayComponent]


@pytest.fixture
def salaries(alice: User) -> PayStructure:
    """The structure that Acme began with."""
    return PayStructure.objects.get(name="Monthly salary")


@pytest.fixture
def save(alice: User) -> Save:
    """Add a component or change one of that code, in the structure for salaries."""

    def make(code: str, **fields: Any) -> PayComponent:
        component = PayComponent.objects.filter(code=code).first() or PayComponent(code=code, name=code.title())
        for name, value in fields.items():
            setattr(component, name, value)
        actions.save_component(component=component, acting_user=alice, now=CREATED)
        return component

    return make


@pytest.fixture
def factor(save: Save, alice: User) -> PayParameter:
    """A parameter that overtime is paid by."""
    parameter = PayParameter(code="overtime_factor", name="Factor", valid_from=date(2000, 1, 1), value=Decimal(1))
    actions.save_parameter(parameter=parameter, acting_user=alice, now=CREATED)
    save("overtime", formula="overtime_minutes / 60 * hourly_rate * overtime_factor")
    return parameter


def _number(structure: PayStructure) -> int:
    version = PayStructureVersion.objects.filter(structure_key=structure.pk).latest("number")
    return version.number


def _put(structure: PayStructure, *components: PayComponent, acting_user: User) -> None:
    together = [*structure.components.all(), *components]
    actions.save_structure(structure=structure, components=together, acting_user=acting_user, now=CREATED)


class TestComponents:
    def test_an_edit_makes_a_version_of_each_structure_with_it_and_of_no_other(self, salaries: PayStructure, save: Save) -> None:
        hourly = PayStructure.objects.get(name="Hourly pay")

        save("salary", formula="annual_salary / 12")

        assert (_number(salaries), _number(hourly)) == (2, 1)

    def test_saving_nothing_new_makes_no_version(self, salaries: PayStructure, save: Save) -> None:
        save("salary", ledger_account="")

        assert _number(salaries) == 1

    def test_a_past_version_plans_as_it_did(self, salaries: PayStructure, save: Save) -> None:
        before = plan_of(structure=salaries.pk, day=DAY)

        save("salary", formula="annual_salary / 12")

        after = plan_of(structure=salaries.pk, day=DAY)
        again = plan_of_version(version=before.version, day=DAY)
        texts = [
            next(each.amount.text for each in plan.planned.plan.before if each.component.code == "salary")
            for plan in (before, after, again)
        ]
        assert texts == ["annual_salary / pay_periods", "annual_salary / 12", "annual_salary / pay_periods"]

    @pytest.mark.parametrize(
        ("formula", "said"),
        [("basic_pay * 2", "basic_pay is not known here"), ("salary + 1", "in a circle"), ("income_tax", "in a circle")],
    )
    def test_one_that_breaks_a_structure_is_refused_and_nothing_is_saved(
        self, formula: str, said: str, salaries: PayStructure, save: Save
    ) -> None:
        with pytest.raises(actions.NotCalculable, match=said):
            save("salary", formula=formula)

        assert PayComponent.objects.get(code="salary").formula == "annual_salary / pay_periods"
        assert _number(salaries) == 1

    def test_renaming_one_that_others_name_is_refused(self, salaries: PayStructure, save: Save, alice: User) -> None:
        club = save("club", rule="share", percent=Decimal(1), of="salary", kind="deduction")
        _put(salaries, club, acting_user=alice)
        salary = PayComponent.objects.get(code="salary")
        salary.code = "base_salary"

        with pytest.raises(actions.NotCalculable, match="In “Monthly salary”, club: salary is not known here"):
            actions.save_component(component=salary, acting_user=alice, now=CREATED)

    def test_a_code_is_taken_once_but_for_variants(self, save: Save, alice: User) -> None:
        twin = PayComponent(code="salary", name="Pay", formula="1")
        with pytest.raises(actions.CodeTaken):
            actions.save_component(component=twin, acting_user=alice, now=CREATED)

        twin.variant = "Directors"
        actions.save_component(component=twin, acting_user=alice, now=CREATED)

        assert PayComponent.objects.filter(code="salary").count() == 2

    def test_one_in_use_is_not_deleted_and_it_is_said_where(self, salaries: PayStructure, save: Save, alice: User) -> None:
        save("club", rule="share", percent=Decimal(1), of="salary", kind="deduction")

        with pytest.raises(actions.InUse) as refused:
            actions.delete_component(component=PayComponent.objects.get(code="salary"), acting_user=alice, now=CREATED)

        assert refused.value.places == ("the structure “Monthly salary”", "the component “Club”")

    def test_one_that_nothing_needs_is_deleted_with_a_trace(self, save: Save, alice: User) -> None:
        club = save("club", formula="1")

        actions.delete_component(component=club, acting_user=alice, now=CREATED)

        assert not PayComponent.objects.filter(code="club").exists()
        assert (AuditEvent.objects.get(action="paycomponent:deleted").before or {})["formula"] == "1"

    def test_an_amount_without_what_it_needs_is_refused_by_the_database(self, alice: User) -> None:
        with pytest.raises(IntegrityError, match="pay_component_amount_whole"), transaction.atomic():
            PayComponent.objects.create(code="x", name="X", rule="share", percent=1)


class TestGoldenCases:
    def test_a_change_that_breaks_one_is_refused_with_what_was_expected_and_got(self, save: Save) -> None:
        with pytest.raises(actions.CasesBroken, match=r"“A twelfth of 36,000” of Salary: expected 3000\.00, got 2769\.23"):
            save("salary", formula="annual_salary / 13")

    def test_and_saved_if_that_is_accepted(self, alice: User) -> None:
        salary = PayComponent.objects.get(code="salary")
        salary.formula = "annual_salary / 13"

        actions.save_component(component=salary, acting_user=alice, now=CREATED, accepts_broken=True)

        assert PayComponent.objects.get(code="salary").formula == "annual_salary / 13"

    def test_a_change_of_a_parameter_is_held_against_them_too(self, factor: PayParameter, alice: User) -> None:
        parameter = PayParameter(code="overtime_factor", name="Overtime factor", valid_from=date(2027, 1, 1), value=Decimal(2))

        with pytest.raises(actions.CasesBroken, match=r"expected 60\.00, got 120\.00"):
            actions.save_parameter(parameter=parameter, acting_user=alice, now=CREATED)

    def test_of_a_structure_are_held_line_by_line(self, salaries: PayStructure, save: Save, alice: User) -> None:
        values = {"annual_salary": "36000", "pay_periods": "12", "overtime_minutes": "60", "hourly_rate": "20"}
        expected = {"salary": "3000.00", "overtime": "20.00", "bonus": "0"}
        case = GoldenCase(name="One hour more", structure=salaries, values=values, expected=expected)
        actions.save_case(case=case, acting_user=alice)

        with pytest.raises(actions.CasesBroken, match=r"“One hour more” of Monthly salary: expected overtime = 20\.00, got"):
            save("overtime", formula="overtime_minutes / 59 * hourly_rate")


class TestStructures:
    def test_a_child_has_the_parents_components_and_its_own_in_their_place(self, salaries: PayStructure, alice: User) -> None:
        own = PayComponent(code="salary", variant="Directors", name="Fee", formula="monthly_salary")
        actions.save_component(component=own, acting_user=alice, now=CREATED)
        child = PayStructure(name="Directors", country="GB", currency="GBP", parent=salaries)

        actions.save_structure(structure=child, components=[own], acting_user=alice, now=CREATED)

        planned = plan_of(structure=child.pk, day=DAY).planned.plan
        names = {each.component.code: each.component.name for each in (*planned.before, *planned.after)}
        assert names["salary"] == "Fee"
        assert set(names) == {"salary", *(each.code for each in salaries.components.all())}

    def test_none_inherits_from_itself(self, salaries: PayStructure, alice: User) -> None:
        child = PayStructure(name="Directors", country="GB", currency="GBP", parent=salaries)
        actions.save_structure(structure=child, components=[], acting_user=alice, now=CREATED)
        salaries.parent = child

        with pytest.raises(actions.ParentCircle):
            actions.save_structure(structure=salaries, components=[], acting_user=alice, now=CREATED)

    def test_one_that_people_are_paid_by_is_kept(self, salaries: PayStructure, alice: User) -> None:
        with pytest.raises(actions.InUse, match="the assignment to Everybody else"):
            actions.delete_structure(structure=salaries, acting_user=alice, now=CREATED)

    def test_its_versions_outlive_it(self, alice: User) -> None:
        hourly = PayStructure.objects.get(name="Hourly pay")
        version = plan_of(structure=hourly.pk, day=DAY).version

        actions.delete_structure(structure=hourly, acting_user=alice, now=CREATED)

        assert plan_of_version(version=version, day=DAY).structure == "Hourly pay"

    def test_a_version_is_never_changed(self, alice: User) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            PayStructureVersion.objects.update(content="{}")


class TestTablesAndParameters:
    def test_a_plan_has_those_of_its_day(self, salaries: PayStructure, save: Save, alice: User) -> None:
        for year, rate in ((2025, "0.01"), (2026, "0.02")):
            table = PayTable(code="dues", name="Dues", valid_from=date(year, 1, 1), above=[Decimal(0)], rates=[Decimal(rate)])
            actions.save_table(table=table, acting_user=alice, now=CREATED)
        club = save("club", rule="table", table="dues", of="salary", kind="deduction")
        _put(salaries, club, acting_user=alice)

        rates = [
            plan_of(structure=salaries.pk, day=day).planned.plan.tables["dues"].brackets[0].rate for day in (date(2025, 6, 1), DAY)
        ]

        assert rates == [Decimal("0.01"), Decimal("0.02")]

    @pytest.mark.parametrize(("day", "said"), [(date(1999, 12, 31), "overtime_factor has no value on 31 Dec 1999")])
    def test_one_that_has_no_value_yet_is_named(self, day: date, said: str, factor: PayParameter, salaries: PayStructure) -> None:
        with pytest.raises(ValueError, match=said):
            plan_of(structure=salaries.pk, day=day)

    def test_one_that_formulas_name_is_not_deleted(self, factor: PayParameter, alice: User) -> None:
        with pytest.raises(actions.InUse, match="Overtime"):
            actions.delete_parameter(parameter=factor, acting_user=alice, now=CREATED)

    @pytest.mark.parametrize("code", ["salary", "annual_salary", "min", "if", "entered_bonus", "taxable", "income_tax"])
    def test_none_is_called_as_something_else(self, code: str, alice: User) -> None:
        parameter = PayParameter(code=code, name="X", valid_from=DAY, value=Decimal(1))

        with pytest.raises(actions.CodeReserved, match=f"“{code}” means something else"):
            actions.save_parameter(parameter=parameter, acting_user=alice, now=CREATED)


def test_the_parameters_come_with_where_they_are_from(factor: PayParameter, salaries: PayStructure) -> None:
    planned = plan_of(structure=salaries.pk, day=DAY).planned

    assert planned.values == {"overtime_factor": Decimal(1)}
    assert planned.sources == {"overtime_factor": "the company’s figure since 1 Jan 2000"}
