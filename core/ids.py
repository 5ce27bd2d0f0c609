"""Identifiers: time-ordered primary keys, and the schema names made from them."""

import re
import uuid

from uuid_utils.compat import uuid7

_SCHEMA_NAME = re.compile(r"t_[0-9a-f]{32}")


def new_id() -> uuid.UUID:
    """A new UUIDv7. Keys made one after another in one process sort in that order, so inserts stay at an index's end."""
    return uuid7()


def opaque_schema_name(company_id: uuid.UUID) -> str:
    """The PostgreSQL schema of a company: 34 characters that tell nothing about it and are never used a second time."""
    return f"t_{company_id.hex}"


def is_schema_name(name: str) -> bool:
    """Whether a company's schema could have this name."""
    return _SCHEMA_NAME.fullmatch(name) is not None
