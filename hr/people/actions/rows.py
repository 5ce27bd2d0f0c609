"""What the writes have in common: a row's named changes with their audit row, and a table held still."""

from typing import Any

from django.db import connection, models

from core.audit.actions import Actor, changed_values, field_values, record_event


def change_row(row: models.Model, changes: dict[str, Any], *, action: str, acting_user: Actor | None) -> None:
    """Save what differs and write the audit row; nothing where nothing does."""
    before, after = changed_values(field_values(row, list(changes)), changes)
    if not after:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    record_event(action=action, acting_user=acting_user, subject=row, before=before, after=after)


def lock_table(model: type[models.Model]) -> None:
    """Let nobody else write the table until the end of the transaction; reading goes on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")
