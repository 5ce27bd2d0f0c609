"""Entries of many people who have none yet, as an import brings them: as `write_entry` for one, in a few statements."""

from collections.abc import Sequence

from django.db import transaction

from core.audit.actions import Actor, Change, record_events
from hr.personal.models import Address, PersonalRecord
from hr.personal.sections import SECTIONS

_AT_ONCE = 500


def add_records(*, entries: Sequence[PersonalRecord | Address], acting_user: Actor | None) -> None:
    """Add first entries of people who were just hired, all or none. Their columns' own checks have to have been made."""
    records = [entry for entry in entries if isinstance(entry, PersonalRecord)]
    addresses = [entry for entry in entries if isinstance(entry, Address)]
    with transaction.atomic():
        PersonalRecord.objects.bulk_create(records, batch_size=_AT_ONCE)
        Address.objects.bulk_create(addresses, batch_size=_AT_ONCE)
        record_events([_added(entry) for entry in entries], acting_user=acting_user)


def _added(entry: PersonalRecord | Address) -> Change:
    record_fields = (*SECTIONS["about"].fields, *SECTIONS["contact"].fields)
    names = SECTIONS["addresses"].fields if isinstance(entry, Address) else record_fields
    filled = {name: value for name in names if (value := getattr(entry, name)) not in (None, "")}
    return Change(f"{entry._meta.model_name}:added", entry, after=filled)
