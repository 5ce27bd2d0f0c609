"""What the packs need to know of people for a payment."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from core.moments import day_text
from hr.people.models import Employee
from payroll.compensation.models import StatutoryProfile
from payroll.compensation.profiles import AnswersNotValid, CountryForm, country_form
from payroll.compensation.wording import country_name
from payroll.engine.problems import CannotCalculate


class TaxDetailsMissing(CannotCalculate):
    """The law asks for answers that nobody has recorded, or that its pack does not take any more."""

    def __init__(self, employee: Employee, pay_date: date, why: str = "") -> None:
        super().__init__(
            _("Tax on the pay of %(person)s cannot be worked out.") % {"person": employee},
            why or _("There are no tax details for a payment on %(day)s.") % {"day": day_text(pay_date)},
            _("Record them under “Tax details” in the administration."),
        )


def profile_for(*, employee: Employee, country: str, pay_date: date) -> object:
    """The profile of the pack of an ISO 3166 country for a payment; None where the law asks nothing. Raises TaxDetailsMissing."""
    found = profiles_for(employees=[employee], country=country, pay_date=pay_date)[employee.pk]
    if isinstance(found, CannotCalculate):
        raise found
    return found


def profiles_for(*, employees: Collection[Employee], country: str, pay_date: date) -> dict[UUID, object | CannotCalculate]:
    """The same of many people, or what is wrong with each one's, by key; one statement for any number."""
    form = country_form(country)
    if form is None:
        return dict.fromkeys((each.pk for each in employees), None)
    rows = StatutoryProfile.objects.filter(employee__in=employees, start_date__lte=pay_date).exclude(end_date__lt=pay_date)
    recorded = {row.employee_id: row for row in rows}
    return {each.pk: _profile(form, each, recorded.get(each.pk), country, pay_date) for each in employees}


def _profile(
    form: CountryForm, employee: Employee, row: StatutoryProfile | None, country: str, pay_date: date
) -> object | CannotCalculate:
    if row is None:
        return TaxDetailsMissing(employee, pay_date)
    if row.country != country:
        words = {"found": country_name(row.country), "wanted": country_name(country)}
        return TaxDetailsMissing(
            employee, pay_date, _("The tax details are those of %(found)s, and pay is by the law of %(wanted)s.") % words
        )
    try:
        profile: object = form.profile_of(row.known_answers)
    except AnswersNotValid as error:
        return TaxDetailsMissing(employee, pay_date, error.message)
    return profile
