"""Somebody's employment as people read it: what happened on which day, and what is planned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from core.moments import day_text
from hr.people.actions import TermsChanges
from hr.people.models import EmploymentPeriod, EmploymentTerms

TERMS = tuple(TermsChanges.__annotations__)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened on a day, or will."""

    day: date
    what: Promise | str
    facts: tuple[tuple[str, Any], ...] = ()
    is_planned: bool = False

    @property
    def day_text(self) -> str:
        """The day as the company writes it."""
        return day_text(self.day)


def employment_timeline(
    periods: Iterable[EmploymentPeriod], terms: Iterable[EmploymentTerms], *, today: date
) -> list[TimelineEntry]:
    """Each first day, change of terms and last day, the latest first. Of a change only what changed is told."""
    rows = sorted(terms, key=lambda row: row.start_date)
    entries: list[TimelineEntry] = []
    for number, period in enumerate(sorted(periods, key=lambda each: each.start_date)):
        previous: EmploymentTerms | None = None
        for row in (row for row in rows if row.start_date in period.days):
            if previous is None:
                what = _("Came back") if number else _("Joined")
                entries.append(TimelineEntry(row.start_date, what, tuple(terms_in_words(row)), row.start_date > today))
            elif changes := tuple(_changes(previous, row)):
                entries.append(TimelineEntry(row.start_date, _("Terms changed"), changes, row.start_date > today))
            previous = row
        if period.end_date is not None:
            entries.append(TimelineEntry(period.end_date, _("Last day"), is_planned=period.end_date > today))
    return entries[::-1]


def terms_in_words(terms: EmploymentTerms) -> Iterator[tuple[str, Any]]:
    """What is known of the terms, as name and value."""
    return ((_name(name), _value(terms, name)) for name in TERMS if getattr(terms, name) not in (None, ""))


def _changes(before: EmploymentTerms, after: EmploymentTerms) -> Iterator[tuple[str, Any]]:
    for name in TERMS:
        if getattr(before, name) != getattr(after, name):
            former, now = _value(before, name), _value(after, name) or gettext("none")
            yield _name(name), gettext("%(now)s (before: %(former)s)") % {"now": now, "former": former} if former else now


def _name(name: str) -> str:
    field: Any = EmploymentTerms._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _value(terms: EmploymentTerms, name: str) -> Any:
    value = getattr(terms, name)
    if name == "contract_type":
        return terms.get_contract_type_display()
    if name in {"weekly_hours", "full_time_equivalent"} and value is not None:
        return number_format(f"{value.normalize():f}")
    return value
