"""What is known of the people whom a file may be about, as of a day, in a few statements."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext as _

from core.moments import day_text
from hr.custom_fields.forms import PREFIX
from hr.imports.fields import ImportField, Part
from hr.people.actions import EmployeeChanges, TermsChanges
from hr.people.models import Employee, EmploymentPeriod, EmploymentTerms
from hr.people.queries import closed_until_of, terms_on_many
from hr.personal.models import Address, AddressKind, PersonalRecord

# Without one of these an address leads nowhere.
_ADDRESS_NEEDS = ("street", "city", "country")
_PLACE_FIELDS = ("street", "details", "postcode", "city", "region", "country")


@dataclass
class Standing:
    """Everybody's key data; the rest of those whom the file names."""

    effective_date: date
    by_email: dict[str, Employee]
    by_number: dict[int, Employee]
    managers: dict[UUID, UUID | None]
    periods: dict[UUID, EmploymentPeriod] = field(default_factory=dict)
    """The latest employment of each."""
    terms: dict[UUID, EmploymentTerms] = field(default_factory=dict)
    records: dict[UUID, PersonalRecord] = field(default_factory=dict)
    addresses: dict[UUID, Address] = field(default_factory=dict)
    planned: dict[UUID, date] = field(default_factory=dict)
    """The first day of the latest terms of each."""
    closed: dict[UUID, date] = field(default_factory=dict)
    """Until when each one's pay is final."""

    @classmethod
    def load(cls, rows: Iterable[Any], *, effective_date: date) -> Self:
        """Of all people, and of those whom `rows` name by number or work e-mail."""
        everybody = list(Employee.objects.order_by("number"))
        by_email = {each.work_email.lower(): each for each in everybody}
        by_number = {each.number: each for each in everybody}
        lines = EmploymentTerms.objects.all().covering(effective_date).values_list("employee_id", "manager_id")
        found = [by_email.get(row.values.get("work_email")) for row in rows]
        found += [by_number.get(int(row.values["number"])) for row in rows if "number" in row.values]
        named = [each for each in found if each is not None]
        return cls(
            effective_date,
            by_email,
            by_number,
            dict(lines),
            {each.employee_id: each for each in EmploymentPeriod.objects.filter(employee__in=named).order_by("start_date")},
            terms_on_many(named, effective_date),
            {each.pk: each for each in PersonalRecord.objects.filter(employee__in=named)},
            {each.employee_id: each for each in Address.objects.filter(employee__in=named, kind=AddressKind.HOME)},
            dict(
                EmploymentTerms.objects.filter(employee__in=named).order_by("start_date").values_list("employee_id", "start_date")
            ),
            closed_until_of(each.pk for each in named),
        )

    def values_of(self, employee: Employee) -> dict[str, Any]:
        """Everything that is known of somebody, by the field's code."""
        known: dict[str, Any] = {code: getattr(employee, code) for code in EmployeeChanges.__annotations__}
        known |= {f"{PREFIX}{UUID(key).hex}": value for key, value in employee.custom_values.items()}
        if (terms := self.terms.get(employee.pk)) is not None:
            known |= {code: getattr(terms, code) for code in TermsChanges.__annotations__}
        if (period := self.periods.get(employee.pk)) is not None:
            known |= {"start_date": period.start_date, "end_date": period.end_date}
        if (record := self.records.get(employee.pk)) is not None:
            known |= {each.name: getattr(record, each.name) for each in record._meta.fields}
        if (address := self.addresses.get(employee.pk)) is not None:
            known |= {code: getattr(address, code) for code in _PLACE_FIELDS}
        return known

    def refusals_of(
        self, employee: Employee, values: Mapping[str, Any], fields: Mapping[str, ImportField], *, is_new: bool
    ) -> Iterator[tuple[str, str]]:
        """Which values cannot be brought of this person, and why."""
        place = [code for code in values if fields[code].part == Part.ADDRESS]
        if place and employee.pk not in self.addresses and (missing := [code for code in _ADDRESS_NEEDS if code not in values]):
            names = ", ".join(str(fields[code].label) for code in missing if code in fields)
            yield (
                place[0],
                _("An address needs this too: %(names)s. Fill it in, or leave out all of the address.") % {"names": names},
            )
        if not is_new:
            yield from self._refusals_of_known(employee, values, fields)

    def _refusals_of_known(
        self, employee: Employee, values: Mapping[str, Any], fields: Mapping[str, ImportField]
    ) -> Iterator[tuple[str, str]]:
        if "start_date" in values:
            yield (
                "start_date",
                _("%(person)s is here since %(day)s. Change the first day, or employ them again, on their own page.")
                % {"person": employee, "day": day_text(self.periods[employee.pk].start_date)},
            )
        terms = [code for code in values if fields[code].part == Part.TERMS]
        day = day_text(self.effective_date)
        if terms and employee.pk not in self.terms:
            yield (
                terms[0],
                _("%(person)s is not employed on %(day)s, from when on changes are to hold.") % {"person": employee, "day": day},
            )
        elif (terms or "end_date" in values) and self.effective_date <= self.closed.get(employee.pk, date.min):
            code = terms[0] if terms else "end_date"
            yield (
                code,
                _("Employment is closed to changes up to %(day)s. Choose a later day for changes to hold from.")
                % {"day": day_text(self.closed[employee.pk])},
            )
        last = values.get("end_date")
        if last is not None and terms and last < self.effective_date:
            message = _("The last day comes before %(day)s, from when on changes are to hold. Choose an earlier day for them.")
            yield terms[0], message % {"day": day}
        if last is not None and last < self.periods[employee.pk].start_date:
            yield "end_date", _("The last day comes before the first. Check both dates.")
        elif last is not None and last < self.planned[employee.pk]:
            planned = day_text(self.planned[employee.pk])
            yield (
                "end_date",
                _("Other terms are planned from %(day)s. Take that change back first, on their own page.") % {"day": planned},
            )
