"""United States, federal: Form W-4, the one since 2020 and the one before."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from payroll.compensation.profiles.countries import CountryForm
from payroll.compensation.profiles.questions import Question
from payroll.statutory.us.pack import Profile, require_current
from payroll.statutory.us.state_names import STATES
from payroll.statutory.us.w4 import WORDS

_FORM, _LIABLE, _STATE = _("Form W-4"), _("Other taxes"), _("State and city")
_IF_NEW, _IF_OLD = ("w4", "W4"), ("w4", "W4Before2020")


def _check(profile: Profile, on: date) -> None:
    require_current(profile, on)


FORM = CountryForm(
    profile=Profile,
    check=_check,
    questions=(
        Question(
            "w4",
            _FORM,
            _("Which form the employee gave"),
            _("An old form stays valid for who was paid by you before 2020. Without a form: the new one, single, nothing entered."),
            choices=(("W4", _("The form since 2020")), ("W4Before2020", _("A form from 2019 or before"))),
        ),
        Question("w4_signed", _FORM, _("Date of the signature")),
        Question("first_paid", _FORM, _("First paid by this employer on"), _("Decides whether an old form may be used.")),
        Question(
            "w4.W4.filing_status",
            _FORM,
            _("Step 1(c): filing status"),
            choices=tuple((status, WORDS[f"filing_status.{status}"]) for status in ("single", "married", "head_of_household")),
            only_if=_IF_NEW,
        ),
        *(
            Question(f"w4.W4.{name}", _FORM, WORDS[name], only_if=_IF_NEW)
            for name in ("step_2_checkbox", "credits", "other_income", "deductions", "extra_withholding", "exempt")
        ),
        Question(
            "w4.W4Before2020.filing_status",
            _FORM,
            _("Line 3: marital status"),
            choices=(("single", WORDS["before_2020.single"]), ("married", WORDS["before_2020.married"])),
            only_if=_IF_OLD,
        ),
        Question("w4.W4Before2020.allowances", _FORM, WORDS["before_2020.allowances"], only_if=_IF_OLD),
        Question("w4.W4Before2020.additional_amount", _FORM, WORDS["before_2020.additional_amount"], only_if=_IF_OLD),
        Question("w4.W4Before2020.exempt", _FORM, _("Line 7: exempt from withholding"), only_if=_IF_OLD),
        Question(
            "is_subject_to_fica",
            _LIABLE,
            _("Social Security and Medicare taxes (FICA)"),
            _("No for students at their own university and others listed in Publication 15, section 15."),
        ),
        Question("is_subject_to_futa", _LIABLE, _("Federal unemployment tax (FUTA)")),
        Question(
            "state",
            _STATE,
            _("Withhold for a state"),
            _("By your company’s own table, under “State tables”. Rooster has no state’s figures."),
        ),
        Question("state.code", _STATE, _("State"), choices=tuple(STATES.items()), only_if=("state", True)),
        Question("state.allowances", _STATE, _("Allowances claimed there"), only_if=("state", True)),
        Question("locality", _STATE, _("Withhold for a city or county"), _("By your company’s own table as well.")),
        Question("locality.code", _STATE, _("Code of that table"), _("Such as NYC."), only_if=("locality", True)),
        Question("locality.allowances", _STATE, _("Allowances claimed there"), only_if=("locality", True)),
    ),
)
