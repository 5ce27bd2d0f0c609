"""Names under which files are kept: opaque, of letters and digits that mean the same to every storage. Pure."""

import re

from core.ids import is_schema_name, new_id

# `photos/019a….webp`. No dots but the one before the ending, so `..` and hidden files do not exist.
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_-]*/)*[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9]+)?")
_LONGEST = 200


class FileNameNotAllowed(Exception):
    """A name has signs that stored names never have, such as those of a way into another company's folder."""

    def __init__(self, name: str) -> None:
        message = f"“{name[:_LONGEST]}” is not the name of a kept file: letters, digits, - and _, in folders parted by /."
        super().__init__(message)


def new_name(folder: str, extension: str) -> str:
    """A name that nobody can guess and that was never used before."""
    return checked_name(f"{folder}/{new_id().hex}.{extension}")


def is_name(name: str) -> bool:
    """Whether a kept file could have this name."""
    return len(name) <= _LONGEST and _NAME.fullmatch(name) is not None


def checked_name(name: str) -> str:
    """The name. Raises FileNameNotAllowed."""
    if not is_name(name):
        raise FileNameNotAllowed(name)
    return name


def company_folder(schema_name: str) -> str:
    """The folder of a company. Raises FileNameNotAllowed for what is not the name of a company's schema."""
    if not is_schema_name(schema_name):
        raise FileNameNotAllowed(schema_name)
    return schema_name


def place_of(schema_name: str, name: str) -> str:
    """Where a company's file stands among all files. Raises FileNameNotAllowed."""
    return f"{company_folder(schema_name)}/{checked_name(name)}"
