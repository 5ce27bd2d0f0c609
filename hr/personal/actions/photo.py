"""The photo, which colleagues see."""

from django.db import transaction

from core.audit.actions import Actor, record_event
from core.files.pictures import Picture
from core.files.storage import delete_on_commit, keep_file
from hr.people.models import Employee
from hr.personal.models import PersonalRecord

PHOTO_WITHIN = (512, 512)


def change_photo(*, employee: Employee, picture: Picture, acting_user: Actor) -> PersonalRecord:
    """Show this photo from now on. Raises FileNotKept, and leaves the old one then."""
    name = keep_file("photo", picture.content, picture.kind)
    return _set_photo(employee, name, "personalrecord:photo_changed", acting_user)


def remove_photo(*, employee: Employee, acting_user: Actor) -> PersonalRecord:
    """Show the initials again."""
    return _set_photo(employee, "", "personalrecord:photo_removed", acting_user)


def _set_photo(employee: Employee, name: str, action: str, acting_user: Actor) -> PersonalRecord:
    with transaction.atomic():
        PersonalRecord.objects.get_or_create(employee=employee)
        record = PersonalRecord.objects.select_for_update(of=("self",)).select_related("employee").get(pk=employee.pk)
        former, record.photo = record.photo, name
        if former != name:
            record.save(update_fields=["photo"])
            record_event(action=action, acting_user=acting_user, subject=record)
        if former:
            delete_on_commit(former)
    return record
