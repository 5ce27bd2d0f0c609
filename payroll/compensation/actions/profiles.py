"""Recording what the law needs to know of somebody: their own words, so whoever records others' may record their own."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor
from hr.people.models import Employee
from payroll.compensation.actions.closing import check_open
from payroll.compensation.actions.dated import add_dated, change_dated, delete_row, first_day_changed, only_change
from payroll.compensation.models import StatutoryProfile
from payroll.compensation.profiles import AnswersNotValid, country_form, field_name
from payroll.compensation.rules.amounts import CompensationRefusal

_RECORDED = ["employee", "country", "start_date", "end_date", "answers"]


class CountryWithoutForm(CompensationRefusal):
    """The law of the country asks nothing of a person, as far as we know it."""

    message = _("There is no form for this country. Its law is your company’s own tables, which ask nothing of a person.")
    field = "country"


class AnswersRefused(CompensationRefusal):
    """The country's law does not take these answers."""

    def __init__(self, error: AnswersNotValid) -> None:
        self.path = error.path
        super().__init__(error.message, field=field_name(error.path) if error.path else None)


def record_profile(
    *,
    employee: Employee,
    country: str,
    answers: Mapping[str, Any],
    start_date: date,
    acting_user: Actor,
    end_date: date | None = None,
) -> StatutoryProfile:
    """Record answers that hold for payments from a day on; those that held without an end then end the day before.

    Raises CountryWithoutForm, AnswersRefused with the country's own objection, EndsBeforeStart, DaysTaken, PeriodClosed.
    """
    _check(country, answers, start_date)
    profile = StatutoryProfile(
        employee=employee, country=country, answers=_as_json(answers), start_date=start_date, end_date=end_date
    )
    with only_change(employee):
        check_open(employee, start_date)
        add_dated(profile, same=[], recorded=_RECORDED, action="recorded", acting_user=acting_user)
    return profile


def change_profile(
    *,
    profile: StatutoryProfile,
    answers: Mapping[str, Any],
    start_date: date,
    end_date: date | None,
    acting_user: Actor,
) -> StatutoryProfile:
    """Correct what was recorded, or set its end. Raises as `record_profile` does."""
    _check(profile.country, answers, start_date)
    with only_change(profile.employee):
        current = StatutoryProfile.objects.select_related("employee").get(pk=profile.pk)
        wanted = {"answers": _as_json(answers), "start_date": start_date, "end_date": end_date}
        changes = {name: value for name, value in wanted.items() if getattr(current, name) != value}
        if changes:
            field = "end_date" if set(changes) == {"end_date"} else "start_date"
            check_open(current.employee, first_day_changed(current.days, changes), field=field)
            change_dated(current, changes, same=[], acting_user=acting_user)
    return current


def delete_profile(*, profile: StatutoryProfile, acting_user: Actor) -> None:
    """Take back what was recorded by mistake. Raises PeriodClosed."""
    with only_change(profile.employee):
        check_open(profile.employee, profile.start_date, field=None)
        delete_row(profile, recorded=_RECORDED, acting_user=acting_user)


def _check(country: str, answers: Mapping[str, Any], start_date: date) -> None:
    form = country_form(country)
    if form is None:
        raise CountryWithoutForm
    try:
        form.check_answers(answers, start_date)
    except AnswersNotValid as error:
        raise AnswersRefused(error) from error


def _as_json(answers: Mapping[str, Any]) -> str:
    return json.dumps(dict(sorted(answers.items())), ensure_ascii=False)
