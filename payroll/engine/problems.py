"""What stops one person's payment, and never that of others: what happened, why, and how to fix it."""

import msgspec
from django.utils.translation import gettext as _


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why one payment was not calculated, in sentences for whoever runs the payroll.

    `code` names the kind of problem, `component` the line in which it lies; empty where it is the whole payment's.
    """

    code: str
    what: str
    why: str
    fix: str
    component: str = ""

    def __str__(self) -> str:
        return " ".join(sentence for sentence in (self.what, self.why, self.fix) if sentence)


class CannotCalculate(ValueError):
    """A payment, or a figure of it, cannot be calculated as it was asked for. Each subclass names one reason."""

    def __init__(self, what: str, why: str, fix: str, *, component: str = "") -> None:
        self.component = component
        self.problem = Problem(code=type(self).__name__, what=what, why=why, fix=fix, component=component)
        super().__init__(str(self.problem))


class CurrencyNotOfCountry(CannotCalculate):
    """The law of a country counts in its own currency."""

    def __init__(self, currency: str, needed: str) -> None:
        super().__init__(
            _("Pay in %(currency)s cannot be taxed.") % {"currency": currency},
            _("The law that applies counts in %(needed)s.") % {"needed": needed},
            _("Calculate the payment in %(needed)s and convert what is agreed in %(currency)s at a dated rate.")
            % {"needed": needed, "currency": currency},
        )


class NothingToCalculate(CannotCalculate):
    """Nobody was employed in any part of the period."""

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing to pay for this period."),
            _("The period has no day of employment with terms of pay."),
            _("Enter terms of pay that begin by the last day of employment, or leave the person out of this run."),
        )


class InputMissing(CannotCalculate):
    """A formula asks for an input that this payment does not have."""

    def __init__(self, code: str, component: str, name: str) -> None:
        super().__init__(
            _("%(component)s cannot be worked out.") % {"component": component},
            _("It asks for %(name)s, which has no value for this person.") % {"name": name},
            _("Enter %(name)s, or take it out of the formula.") % {"name": name},
            component=code,
        )


class AmountTooLarge(CannotCalculate):
    """No pay is this large; somebody mistyped."""

    def __init__(self, name: str, amount: str) -> None:
        super().__init__(
            _("%(name)s is %(amount)s, which cannot be right.") % {"name": name, "amount": amount},
            _("Amounts have at most 15 digits before the point."),
            _("Correct the amount; one zero too many is the usual cause."),
        )


class FinerThanCurrency(CannotCalculate):
    """An amount has parts of the smallest coin, which nobody can be paid."""

    def __init__(self, code: str, component: str, amount: str, currency: str, places: int) -> None:
        super().__init__(
            _("%(component)s comes to %(amount)s, which cannot be paid.") % {"component": component, "amount": amount},
            _("%(currency)s has %(places)s decimals.") % {"currency": currency, "places": places},
            _("Round it to %(places)s decimals, or correct the currency.") % {"places": places},
            component=code,
        )


class NegativeYearToDate(CannotCalculate):
    """A correction takes more from the year than the year has."""

    def __init__(self, name: str, amount: str) -> None:
        super().__init__(
            _("The year to date of %(name)s would be %(amount)s.") % {"name": name, "amount": amount},
            _("Corrections take more off it than was paid in this tax year, and the law counts no year below zero."),
            _("Enter the correction in the tax year that it belongs to, or add the payments that this year lacks."),
        )


class RateMissing(CannotCalculate):
    """There is no exchange rate between two currencies."""

    def __init__(self, code: str, component: str, currency: str, into: str, pay_date: str) -> None:
        super().__init__(
            _("%(component)s cannot be converted.") % {"component": component},
            _("There is no rate from %(currency)s to %(into)s on or before %(day)s.")
            % {"currency": currency, "into": into, "day": pay_date},
            _("Enter the rate with its day and its source."),
            component=code,
        )


class RoundingNotPossible(CannotCalculate):
    """Nothing is a multiple of this."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            _("Net pay cannot be rounded to multiples of %(unit)s.") % {"unit": unit},
            _("The unit has to be above zero."),
            _("Choose a unit such as 0.05, 1 or 10, or no rounding."),
        )


class DeductionsExceedPay(CannotCalculate):
    """Net pay would be below zero, and the rule for that leaves nothing to hold back."""

    def __init__(self, missing: str, *, by_law: bool) -> None:
        super().__init__(
            _("Net pay would be %(missing)s below zero.") % {"missing": missing},
            _("Tax, contributions and deductions before tax exceed the pay and cannot be left out.")
            if by_law
            else _("The deductions exceed the pay by %(missing)s.") % {"missing": missing},
            _("Correct the earnings, or choose that what is missing is carried to the next payment.")
            if by_law
            else _("Lower a deduction, or choose that what is missing is left or carried."),
        )
