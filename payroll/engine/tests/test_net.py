"""What is paid out, what is carried, and what deductions still get from the payment before."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from payroll.engine.calculate import Payment, Result, calculate, year_to_date
from payroll.engine.case import ExchangeRate, NetRounding, NetRule
from payroll.engine.components import RoundingMode
from payroll.engine.gross_up import NoGrossFound, gross_up_payment
from payroll.engine.jobs import beside
from payroll.engine.problems import RoundingNotPossible
from payroll.engine.sentences import SENTENCES
from payroll.engine.tests.stage import FlatTax, a_case, a_component, a_plan
from payroll.engine.trace import explain

SALARY = a_component("salary", "base_pay", bases={"taxable"})
PACK = FlatTax()
money = st.decimals(min_value=0, max_value=10_000, places=2)


def paid(pay: str, *deductions: tuple[str, str], **fields: Any) -> Result:
    components = [SALARY, *(a_component(code, amount, "deduction") for code, amount in deductions)]
    return calculate(a_case(values={"base_pay": Decimal(pay)}, **fields), a_plan(components), PACK)


def told(result: Result, rule: str) -> list[str]:
    words = {**SENTENCES, "flat.tax": "Tax is {result}."}
    return explain([step for step in result.steps if step.rule == rule], words)


class TestRounding:
    @pytest.mark.parametrize(
        ("rounding", "brought", "out", "carried"),
        [
            (None, "0", "1600.05", "0.00"),
            (NetRounding(Decimal(1)), "0", "1600.00", "0.05"),
            (NetRounding(Decimal(1), RoundingMode.UP), "0", "1601.00", "-0.95"),
            (NetRounding(Decimal(10), RoundingMode.DOWN), "0", "1600.00", "0.05"),
            (NetRounding(Decimal(10), RoundingMode.DOWN), "9.96", "1610.00", "0.01"),
            (NetRounding(Decimal("0.1")), "0", "1600.10", "-0.05"),
            (None, "-0.95", "1599.10", "0.00"),
            (None, "-2000", "0.00", "-399.95"),
        ],
    )
    def test_the_rest_is_carried_to_the_next_payment(
        self, rounding: NetRounding | None, brought: str, out: str, carried: str
    ) -> None:
        result = paid("2000.06", net_rounding=rounding, brought_forward=Decimal(brought))

        assert (f"{result.net:f}", f"{result.paid:f}", f"{result.carried_forward:f}") == ("1600.05", out, carried)

    @given(st.lists(money, min_size=1, max_size=12), st.sampled_from(["0.05", "1", "5", "100"]), st.sampled_from(RoundingMode))
    def test_nothing_is_ever_lost(self, pays: list[Decimal], unit: str, mode: RoundingMode) -> None:
        carried, out, net = Decimal(0), Decimal(0), Decimal(0)
        for pay in pays:
            result = paid(f"{pay:f}", net_rounding=NetRounding(Decimal(unit), mode), brought_forward=carried)
            carried, out, net = result.carried_forward, out + result.paid, net + result.net
            assert result.paid >= 0
            assert result.paid % Decimal(unit) == 0

        assert out + carried == net

    @pytest.mark.parametrize("unit", ["0", "-1", "NaN"])
    def test_to_multiples_of_nothing_is_refused(self, unit: str) -> None:
        with pytest.raises(RoundingNotPossible, match="above zero"):
            NetRounding(Decimal(unit))

    def test_says_so(self) -> None:
        result = paid("2000.06", net_rounding=NetRounding(Decimal(1)))

        assert told(result, "engine.paid") == [
            "Of net pay of 1600.05, with 0 brought forward, 1600.00 is paid out and 0.05 carried to the next payment."
        ]


class TestCarriedDeductions:
    def test_are_taken_with_the_next_payment(self) -> None:
        first = paid("100.00", ("loan", "50"), ("gym", "40"), net_rule=NetRule.CARRY)
        later = paid("1000.00", ("loan", "50"), ("gym", "40"), net_rule=NetRule.CARRY, owed=first.not_taken)

        assert (first.net, first.not_taken) == (Decimal("0.00"), {"gym": Decimal("10.00")})
        assert {line.code: f"{line.amount:f}" for line in later.lines}["gym"] == "50.00"
        assert not later.not_taken
        assert told(later, "engine.owed") == ["Gym: 40 and 10.00 that could not be taken before make 50.00."]

    def test_are_not_forgotten_when_a_payment_has_no_such_deduction(self) -> None:
        assert paid("1000.00", owed={"gym": Decimal(10)}).not_taken == {"gym": Decimal(10)}

    def test_the_last_in_the_structure_waits_whatever_its_formula_needs(self) -> None:
        """A deduction that needs another is calculated after it, and still goes first if the company put it there."""
        result = paid("100.00", ("gym", "loan * 0.8"), ("loan", "50"), net_rule=NetRule.CAP)

        assert result.not_taken == {"loan": Decimal("10.00")}

    def test_a_debt_to_the_company_is_carried_too(self) -> None:
        result = paid("-200.00", net_rule=NetRule.CARRY, to_date={"taxable": Decimal(5000)})

        assert (result.net, result.paid, result.carried_forward) == (Decimal("-160.00"), Decimal("0.00"), Decimal("-160.00"))


class TestConversion:
    def test_takes_the_latest_rate_before_the_payment_and_says_whose(self) -> None:
        rates = tuple(
            ExchangeRate(currency="USD", into="GBP", rate=Decimal(rate), day=date(2026, month, 1), source="Bank of England")
            for rate, month in (("0.70", 3), ("0.80", 4), ("0.90", 5))
        )
        plan = a_plan([SALARY, a_component("abroad", "100.11", currency="USD", bases={"taxable"})])

        result = calculate(a_case(rates=rates), plan, PACK)

        assert result.gross == Decimal("3080.09")
        assert told(result, "engine.converted") == ["Abroad: 100.11 USD at 0.80 (Bank of England, 1 Apr 2026) are 80.088 GBP."]

    def test_leaves_the_payments_own_currency_alone(self) -> None:
        plan = a_plan([a_component("salary", "base_pay", currency="GBP")])

        assert calculate(a_case(), plan, PACK).gross == Decimal("3000.00")


class TestGrossUpOfAPayment:
    PLAN = a_plan([SALARY, a_component("union", "salary * 0.01", "deduction"), a_component("loan", "100", "deduction")])

    def test_finds_the_input_with_everything_that_depends_on_it(self) -> None:
        case, result = gross_up_payment(Payment(a_case(), self.PLAN, PACK), "base_pay", Decimal("2000.00"))

        assert case.stretches[0].values["base_pay"] == Decimal("2658.22")
        assert result.net == Decimal("2000.00")
        assert calculate(case, self.PLAN, PACK).net == result.net
        assert explain(result.steps[:1], SENTENCES) == [
            "For a net of 2000.00, base_pay is found to be 2658.22, which nets 2000.00."
        ]

    def test_an_input_that_pay_does_not_depend_on_finds_nothing(self) -> None:
        with pytest.raises(NoGrossFound, match="does not depend on this input"):
            gross_up_payment(Payment(a_case(), self.PLAN, PACK), "overtime_hours", Decimal(5000))


class TestSeveralJobs:
    def test_are_assessed_together_and_the_last_bears_the_rest(self) -> None:
        """Each rounds its fifth down by itself, and together they owe a cent more."""
        first = paid("1000.04")
        second = paid("1000.04", beside=beside([first], PACK.bases | PACK.levies))

        taxes = [line.amount for result in (first, second) for line in result.lines if line.code == "tax"]
        assert taxes == [Decimal("200.00"), Decimal("200.01")]
        assert second.bases == {"taxable": Decimal("1000.04")}
        assert told(second, "engine.beside")[0] == (
            "tax of all jobs paid for this period is 400.01; the others bore 200.00, so this one bears 200.01."
        )

    def test_what_the_law_keeps_apart_is_left_out(self) -> None:
        assert beside([paid("1000.04")], {"taxable", "tax"}) == {"taxable": Decimal("1000.04"), "tax": Decimal("200.00")}
        assert beside([paid("1000.04")], ()) == {}


def test_the_year_to_date_goes_on() -> None:
    first = paid("1000.00", ("gym", "40"))
    year = year_to_date(a_case(), first)

    assert year == {
        "taxable": Decimal("1000.00"),
        "salary": Decimal("1000.00"),
        "gym": Decimal("40.00"),
        "tax": Decimal("200.00"),
        "employer_tax": Decimal("200.00"),
    }
    assert year_to_date(a_case(to_date=year), paid("1000.00", to_date=year))["salary"] == Decimal("2000.00")
