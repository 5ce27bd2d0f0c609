"""Model fields that Django lacks."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import models

from core.encryption import decrypt, encrypt
from core.tenancy import NoContext, current_schema_name


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


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # Not generic at run time.
    """A text that is encrypted in its column (`core.encryption`) and plain in Python; empty stays empty.

    Nothing can be searched or sorted by it; only whether it is NULL can be asked. The audit trail masks it.
    Its place is the model's and the field's name: whoever renames one of them has to encrypt the rows anew.
    """

    description = "Encrypted text"

    @property
    def place(self) -> str:
        """What the ciphertext is bound to beside the company."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """What is stored. Raises NoContext outside a company and outside public."""
        text = value if prepared else self.get_prep_value(value)
        return encrypt(text, schema_name=_schema_entered(), place=self.place) if text else text

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        """The text. Raises CannotDecrypt."""
        return decrypt(value, schema_name=_schema_entered(), place=self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """None, which Django tells as an unsupported lookup: two ciphertexts of one text differ."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def formfield(self, *_args: Any, **options: Any) -> Any:
        """One line, as the numbers that are worth encrypting are."""
        widget = {"widget": forms.TextInput, **options}
        return super().formfield(**widget)


def _schema_entered() -> str:
    if name := current_schema_name():
        return name
    raise NoContext
