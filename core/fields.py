"""Model fields that Django lacks."""

from datetime import datetime
from typing import Any

from django.db import models


class WallTimeField(models.DateTimeField):  # type: ignore[type-arg]  # Not generic at run time.
    """What a clock on a wall showed: a timestamp without time zone, naive in Python too.

    Django's DateTimeField is an instant and would move the value into the database's zone.
    """

    description = "Wall clock time"

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's type without a zone."""
        return "timestamp without time zone"

    def get_prep_value(self, value: Any) -> Any:
        """The naive value as it is. Raises ValueError for an aware one."""
        value = models.Field.get_prep_value(self, value)
        if isinstance(value, datetime) and value.tzinfo is not None:
            message = f"{value} is an instant; a wall time has no time zone."
            raise ValueError(message)
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Left to psycopg: Django's adapters are for instants."""
        return value if prepared else self.get_prep_value(value)

    def from_db_value(self, value: datetime | None, *_args: Any) -> datetime | None:
        """Naive, as stored."""
        return value
