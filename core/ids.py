"""Identifiers: time-ordered primary keys, and the schema names made from them."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A new UUIDv7. Keys made one after another in one process sort in that order, so inserts stay at an index's end."""
    return uuid7()


def opaque_schema_name(company_id: uuid.UUID) -> str:
    """The PostgreSQL schema of a company: 34 characters that tell nothing about it and are never used a second time."""
    return f"t_{company_id.hex}"
