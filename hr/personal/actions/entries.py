"""One entry of a record: added, changed, removed, by whoever may do so at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from hr.people.models import Employee
from hr.personal.actions.refusals import EntryGone, EntryNotValid
from hr.personal.emails import send_email_changed
from hr.personal.models import Certificate, ChangeVerb, Identifier, PersonalRecord
from hr.personal.rules.identifiers import IdentifierNotValid, check_identifier
from hr.personal.sections import Section

Values = Mapping[str, Any]
# Nobody is as old.
_FIRST_BIRTHDAY = date(1900, 1, 1)


def write_entry(
    *,
    employee: Employee,
    section: Section,
    verb: ChangeVerb,
    entry_id: UUID | None,
    values: Values,
    acting_user: Actor,
    now: datetime,
) -> models.Model:
    """Add, change or remove an entry at once and return it. `values` may be as in JSON. Raises EntryGone, EntryNotValid."""
    with transaction.atomic():
        entry = entry_to_write(employee=employee, section=section, verb=verb, entry_id=entry_id, lock=True)
        if verb == ChangeVerb.REMOVE:
            recorded = field_values(entry, list(section.fields))
            record_event(action=_action(entry, "removed"), acting_user=acting_user, subject=entry, before=recorded)
            entry.delete()
            return entry
        before = field_values(entry, list(section.fields))
        fill_entry(entry, section, values, today=now.date())
        before, after = changed_values(before, field_values(entry, list(section.fields)))
        if after:
            _save(entry, verb, [*after, *_consequences(entry, before)])
            added = verb == ChangeVerb.ADD
            record_event(
                action=_action(entry, "added" if added else "changed"),
                acting_user=acting_user,
                subject=entry,
                before=None if added else before,
                after=after,
            )
    return entry


def entry_to_write(
    *, employee: Employee, section: Section, verb: ChangeVerb, entry_id: UUID | None, lock: bool = False
) -> models.Model:
    """The entry that is meant, or a new one. Raises EntryGone."""
    entries = section.entries_of(employee.pk)
    if not section.is_list:
        if lock:
            PersonalRecord.objects.get_or_create(employee=employee)
            entries = entries.select_for_update(of=("self",))
        return entries.select_related("employee").first() or section.model(employee=employee)
    if verb == ChangeVerb.ADD:
        return section.model(employee=employee)
    entry: models.Model | None = (entries.select_for_update(of=("self",)) if lock else entries).filter(pk=entry_id).first()
    if entry is None:
        raise EntryGone
    return entry


def fill_entry(entry: models.Model, section: Section, values: Values, *, today: date) -> None:
    """Put the values into the entry, unsaved. Raises EntryNotValid where they make none."""
    errors: dict[str, list[str]] = {}
    for name in (name for name in section.fields if name in values):
        try:
            setattr(entry, name, entry._meta.get_field(name).to_python(values[name]))  # type: ignore[union-attr]  # A column.
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise EntryNotValid(ValidationError(errors))
    try:
        if isinstance(entry, Identifier):
            _check_number(entry)
        if born := values.get("date_of_birth") and getattr(entry, "date_of_birth", None):
            _check_birthday(born, today)
        entry.full_clean()
    except ValidationError as error:
        raise EntryNotValid(error) from error


def _check_birthday(born: date, today: date) -> None:
    if not _FIRST_BIRTHDAY <= born <= today:
        raise ValidationError({"date_of_birth": [_("Nobody who lives was born on that day. Check the year.")]})


def _check_number(entry: Identifier) -> None:
    try:
        entry.number = check_identifier(kind=entry.kind, country=entry.country, number=entry.number)
    except IdentifierNotValid as error:
        raise ValidationError({"number": [error.message]}) from error
    others = Identifier.objects.filter(kind=entry.kind, country=entry.country).exclude(employee_id=entry.employee_id)
    if any(other.number == entry.number for other in others):
        raise ValidationError({"number": [_("Somebody else in the company has this number. Check it against the document.")]})


def _save(entry: models.Model, verb: ChangeVerb, changed: list[str]) -> None:
    try:
        with transaction.atomic():
            if verb == ChangeVerb.ADD:
                entry.save(force_insert=True)
            else:
                entry.save(update_fields=changed)
    except IntegrityError as error:
        # Checked before; somebody else wrote at the same moment.
        message = _("Somebody else has just changed this record. Look at it again.")
        raise EntryNotValid(ValidationError({"__all__": [message]})) from error


def _consequences(entry: models.Model, before: Values) -> list[str]:
    """What else changes with what was changed: the names of those fields."""
    match entry:
        case PersonalRecord() if before.get("personal_email"):
            send_email_changed(record=entry, former=before["personal_email"])
        case Certificate() if "expires_on" in before:
            entry.reminded_days = None
            return ["reminded_days"]
    return []


def _action(entry: models.Model, verb: str) -> str:
    return f"{entry._meta.model_name}:{verb}"
