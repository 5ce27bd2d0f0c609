"""From components to net pay."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.calculate import Result, calculate
from payroll.engine.case import NetRule, Stretch
from payroll.engine.components import ByTable, ComponentKind, Fixed, Proration, Rounding, RoundingMode, Share
from payroll.engine.formula import BracketTable
from payroll.engine.formula.values import Bracket
from payroll.engine.gross_up import NoGrossFound, gross_up
from payroll.engine.problems import CannotCalculate, DeductionsExceedPay, NegativeYearToDate
from payroll.engine.sentences import SENTENCES
from payroll.engine.structures import Mistake, StructureNotValid, inherit
from payroll.engine.tests.stage import VALUES, FlatTax, a_case, a_component, a_plan
from payroll.engine.trace import explain

SALARY = a_component("salary", "base_pay", bases={"taxable"})
PACK = FlatTax()


def amounts(result: Result) -> dict[str, str]:
    return {line.code: str(line.amount) for line in result.lines}


class TestComponents:
    def test_are_calculated_in_the_order_in_which_they_need_each_other(self) -> None:
        plan = a_plan(
            [
                a_component("total", "salary + overtime", "statistical"),
                a_component("overtime", "overtime_hours * hourly_rate * 1.5", bases={"taxable"}),
                SALARY,
            ]
        )

        assert amounts(calculate(a_case(), plan, PACK)) == {
            "salary": "3000.00",
            "overtime": "70.31",
            "total": "3070.31",
            "tax": "614.06",
            "employer_tax": "614.06",
        }

    def test_are_fixed_shares_or_by_table(self) -> None:
        table = BracketTable((Bracket(Decimal(0), Decimal("0.01")), Bracket(Decimal(1000), Decimal("0.02"))))
        plan = a_plan(
            [
                SALARY,
                a_component("meal", "", amount=Fixed(Decimal(100))),
                a_component("union", "", "deduction", amount=Share(Decimal("0.015"), "salary")),
                a_component("club", "", "deduction", amount=ByTable("dues", "salary")),
            ],
            tables={"dues": table},
        )

        result = calculate(a_case(), plan, PACK)

        assert amounts(result) == {
            "salary": "3000.00",
            "meal": "100.00",
            "union": "45.00",
            "club": "50.00",
            "tax": "600.00",
            "employer_tax": "600.00",
        }
        assert (result.gross, result.deductions, result.net) == (Decimal("3100.00"), Decimal("695.00"), Decimal("2405.00"))

    def test_tell_the_rows_of_their_table(self) -> None:
        table = BracketTable((Bracket(Decimal(0), Decimal("0.01")), Bracket(Decimal(1000), Decimal("0.02"))))
        plan = a_plan([SALARY, a_component("club", "", "deduction", amount=ByTable("dues", "salary"))], tables={"dues": table})

        told = explain(calculate(a_case(), plan, PACK).steps, {**SENTENCES, "flat.tax": ""})

        assert told[1] == "Club: bracket(dues, salary) makes 50.00 with dues = > 0: 1 %, > 1000: 2 %; salary = 3000.00."

    def test_apply_where_their_condition_says_so(self) -> None:
        plan = a_plan([SALARY, a_component("bonus", "100", condition="grade == 'A'"), a_component("twice", "bonus * 2 + 1")])

        result = calculate(a_case(), plan, PACK)

        assert "bonus" not in amounts(result)
        assert amounts(result)["twice"] == "1.00"

    def test_a_deduction_before_tax_lowers_what_is_taxed(self) -> None:
        plan = a_plan([SALARY, a_component("pension", "salary * 0.05", "deduction", bases={"taxable"})])

        result = calculate(a_case(), plan, PACK)

        assert result.bases == {"taxable": Decimal("2850.00")}
        assert (amounts(result)["tax"], result.net) == ("570.00", Decimal("2280.00"))

    def test_may_ask_for_what_the_law_took(self) -> None:
        plan = a_plan([a_component("refund", "tax * 0.1 if tax > 0 else 0"), SALARY])

        assert amounts(calculate(a_case(), plan, PACK))["refund"] == "60.00"

    @pytest.mark.parametrize(
        ("rounding", "amount"),
        [
            (Rounding(), "70.31"),
            (Rounding(2, RoundingMode.UP), "70.32"),
            (Rounding(1, RoundingMode.HALF_EVEN), "70.3"),
            (Rounding(0, RoundingMode.DOWN), "70"),
            (Rounding(-1, RoundingMode.HALF_UP), "70"),
        ],
    )
    def test_round_as_they_say(self, rounding: Rounding, amount: str) -> None:
        plan = a_plan([a_component("overtime", "overtime_hours * hourly_rate * 1.5", rounding=rounding)])

        assert amounts(calculate(a_case(), plan, PACK))["overtime"] == amount


class TestProration:
    @pytest.mark.parametrize(
        ("by", "paid_days", "amount"),
        [
            (Proration.NONE, ("15", "11"), "3000.00"),
            (Proration.CALENDAR, ("15", "10"), "1500.00"),
            (Proration.WORKING, ("15", "10.5"), "1431.82"),
            (Proration.FIXED_30, ("16", "10"), "1600.00"),
            (Proration.FIXED_30, ("1", "1"), "100.00"),
            (Proration.CALENDAR, ("30", "22"), "3000.00"),
            (Proration.CALENDAR, ("0", "0"), "0.00"),
        ],
    )
    def test_pays_the_days(self, by: Proration, paid_days: tuple[str, str], amount: str) -> None:
        plan = a_plan([a_component("salary", "base_pay", proration=by)])

        assert amounts(calculate(a_case(paid_days=paid_days), plan, PACK))["salary"] == amount

    @pytest.mark.parametrize(
        ("by", "amount"), [(Proration.CALENDAR, "3200.00"), (Proration.FIXED_30, "3200.00"), (Proration.WORKING, "3204.55")]
    )
    def test_splits_a_change_within_the_period(self, by: Proration, amount: str) -> None:
        stretches = (
            Stretch(date(2026, 4, 1), date(2026, 4, 18), Decimal(18), Decimal(13), VALUES),
            Stretch(date(2026, 4, 19), date(2026, 4, 30), Decimal(12), Decimal(9), VALUES | {"base_pay": Decimal(3500)}),
        )
        plan = a_plan([a_component("salary", "base_pay", proration=by)])

        result = calculate(a_case(stretches=stretches), plan, PACK)

        assert amounts(result)["salary"] == amount


class TestNet:
    PLAN = a_plan([SALARY, a_component("loan", "2000", "deduction"), a_component("gym", "500", "deduction")])

    def test_below_zero_stops_by_default(self) -> None:
        with pytest.raises(DeductionsExceedPay, match=r"exceed the pay by 100\.00"):
            calculate(a_case(), self.PLAN, PACK)

    @pytest.mark.parametrize("rule", [NetRule.CAP, NetRule.CARRY])
    def test_or_takes_less_the_last_first(self, rule: NetRule) -> None:
        result = calculate(a_case(net_rule=rule), self.PLAN, PACK)

        assert result.net == 0
        assert (amounts(result)["loan"], amounts(result)["gym"]) == ("2000.00", "400.00")
        assert (result.not_taken, result.carried) == ({"gym": Decimal("100.00")}, rule is NetRule.CARRY)

    def test_never_leaves_out_what_the_law_takes(self) -> None:
        plan = a_plan([a_component("car", "base_pay", "statistical"), a_component("salary", "-1", bases={"taxable"})])

        with pytest.raises(DeductionsExceedPay, match="cannot be left out"):
            calculate(a_case(net_rule=NetRule.CAP, to_date={"taxable": Decimal(1000)}), plan, PACK)
        with pytest.raises(NegativeYearToDate, match=r"year to date of taxable would be -1\.00"):
            calculate(a_case(net_rule=NetRule.CAP), plan, PACK)


class TestGrossUp:
    def test_finds_the_least_gross_that_nets_what_was_agreed(self) -> None:
        def paying(bonus: Decimal) -> Result:
            return calculate(a_case(values={"base_pay": bonus}), a_plan([SALARY]), PACK)

        gross, result = gross_up(Decimal("2000.01"), "GBP", paying)

        assert (gross, result.net) == (Decimal("2500.01"), Decimal("2000.01"))
        assert paying(gross - Decimal("0.01")).net < Decimal("2000.01")

    def test_says_so_when_there_is_none(self) -> None:
        with pytest.raises(NoGrossFound, match="No amount leads to a net of 10"):
            gross_up(Decimal(10), "GBP", lambda _amount: calculate(a_case(values={"base_pay": Decimal(0)}), a_plan([SALARY]), PACK))


class TestStructures:
    def test_name_every_mistake_at_once(self) -> None:
        with pytest.raises(StructureNotValid) as refused:
            a_plan(
                [
                    a_component("salary", "base_pay + bonus"),
                    a_component("tax", "1"),
                    a_component("9lives", "1"),
                    a_component("company_car", "1", bases={"niable"}),
                    a_component("car_value", "1", "statistical", bases={"taxable"}),
                ]
            )

        assert refused.value.mistakes == (
            Mistake("tax", "This code is taken by an input, a table, a base, a levy or another component."),
            Mistake("9lives", "A code has letters, digits and underscores only, and begins with a letter."),
            Mistake("company_car", "The country's pack has no base called niable."),
            Mistake("car_value", "What is not paid counts towards nothing."),
            Mistake("salary", "bonus is not known here.", 11, 16),
        )

    @pytest.mark.parametrize(
        ("formulas", "chain"),
        [
            ({"a": "b", "b": "c", "c": "a"}, "a → b → c → a"),
            ({"a": "a + 1"}, "a → a"),
        ],
    )
    def test_refuse_a_circle(self, formulas: dict[str, str], chain: str) -> None:
        with pytest.raises(StructureNotValid, match="in a circle") as refused:
            a_plan([a_component(code, formula) for code, formula in formulas.items()])

        named = refused.value.mistakes[0].message.split(": ")[1].rstrip(".").split(" → ")
        assert set(named) == set(chain.split(" → "))
        assert named[0] == named[-1]

    def test_refuse_pay_that_depends_on_its_own_tax(self) -> None:
        with pytest.raises(StructureNotValid, match="tax and contributions"):
            a_plan([a_component("bonus", "tax", bases={"taxable"})])

    def test_inherit_and_replace(self) -> None:
        own = a_component("salary", "base_pay * 2")
        extra = a_component("extra", "1")

        assert inherit([SALARY], [own, extra]) == (own, extra)


class TestFailures:
    @pytest.mark.parametrize(
        ("formula", "changes", "message"),
        [
            ("base_pay / (overtime_hours - 2.5)", {}, "divides by zero"),
            ("base_pay * 999999999999999 * 100", {}, "too large"),
        ],
    )
    def test_name_the_component(self, formula: str, changes: dict[str, object], message: str) -> None:
        with pytest.raises(CannotCalculate, match=message) as failed:
            calculate(a_case(), a_plan([a_component("salary", formula)]), PACK)
        assert failed.value.component == "salary"


money = st.decimals(min_value=0, max_value=50_000, places=2)


@given(
    salary=money,
    hours=st.decimals(min_value=0, max_value=200, places=2),
    share=st.decimals(min_value=0, max_value="0.7", places=3),
    order=st.randoms(),
)
def test_lines_always_add_up_whatever_their_order(salary: Decimal, hours: Decimal, share: Decimal, order: object) -> None:
    components = [
        SALARY,
        a_component("overtime", "overtime_hours * hourly_rate", bases={"taxable"}),
        a_component("pension", "", "deduction", amount=Share(share, "salary"), bases={"taxable"}),
        a_component("saving", "max(salary - tax, 0) * 0.01", "deduction"),
        a_component("canteen", "0.1", "employer"),
    ]
    case = a_case(values={"base_pay": salary, "overtime_hours": hours})
    result = calculate(case, a_plan(components), PACK)
    order.shuffle(components)  # type: ignore[attr-defined]  # hypothesis' random.
    again = calculate(case, a_plan(components), PACK)

    signed = {ComponentKind.EARNING: 1, ComponentKind.DEDUCTION: -1}
    assert sum((signed.get(line.kind, 0) * line.amount for line in result.lines), Decimal(0)) == result.net
    assert result.gross - result.deductions == result.net
    assert sorted(amounts(result).items()) == sorted(amounts(again).items())
    assert again.net == result.net
