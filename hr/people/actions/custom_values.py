"""Values of the fields that a company has added to the record."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Func, JSONField, Value

from core.audit.actions import Actor, record_event
from hr.custom_fields.models import CustomField
from hr.custom_fields.queries import fields_in_use, stored_value
from hr.custom_fields.rules import ValueNotValid
from hr.custom_fields.words import in_words
from hr.people.actions.refusals import CustomValueRefused, FieldInUse, named_refusals
from hr.people.models import Employee, FurtherData
from tenants.accounts.capabilities import DataGroup


def set_custom_values(*, employee: Employee, values: Mapping[str, Any], acting_user: Actor | None) -> Employee:
    """Set values of fields in use, by the field's key; None takes one away. What is not named stays. Raises CustomValueRefused."""
    with named_refusals():
        current = Employee.objects.select_for_update().get(pk=employee.pk)
        fields = {field.key: field for field in fields_in_use()}
        wanted = {fields[key]: checked_value(fields[key], value) for key, value in values.items()}
        former = current.custom_values
        changed = {field: value for field, value in wanted.items() if value != former.get(field.key)}
        if changed:
            now = former | {field.key: value for field, value in changed.items()}
            current.custom_values = {key: value for key, value in now.items() if value is not None}
            current.save(update_fields=["custom_values"])
        for group in dict.fromkeys(field.data_group for field in changed):
            told = [field for field in changed if field.data_group == group]
            record_event(
                action="employee:changed",
                acting_user=acting_user,
                subject=current if group == DataGroup.JOB else _further_data(current),
                before={field.name: in_words(field, former.get(field.key)) for field in told},
                after={field.name: in_words(field, changed[field]) for field in told},
            )
    return current


def _further_data(employee: Employee) -> FurtherData:
    return FurtherData(pk=employee.pk, first_name=employee.first_name, last_name=employee.last_name)


def checked_value(field: CustomField, value: Any) -> Any:
    """The value as it is stored. Raises CustomValueRefused."""
    try:
        stored = stored_value(field, value)
    except ValueNotValid as error:
        raise CustomValueRefused(field, error.message) from error
    if stored is None and field.is_required:
        raise CustomValueRefused(field)
    return stored


def purge_field(*, field: CustomField, acting_user: Actor | None) -> int:
    """Delete a removed field and its values of everybody for good, and say of how many. Raises FieldInUse."""
    with named_refusals():
        current = CustomField.objects.select_for_update().get(pk=field.pk)
        if current.removed_at is None:
            raise FieldInUse(current)
        without = Func(
            F("custom_values"), Value(current.key), template="%(expressions)s", arg_joiner=" - ", output_field=JSONField()
        )
        count = Employee.objects.filter(custom_values__has_key=current.key).update(custom_values=without)
        record_event(action="customfield:purged", acting_user=acting_user, subject=current, after={"people": count})
        current.delete()
    return count
