"""What an archive says of itself, in two documents.

`manifest.json` lists what is in it and is the same for every archive of the same contents. `about.json` says whose it is
and when it was made, so nothing of that stands in the manifest.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from core.files.names import FileNameNotAllowed, checked_name

FORMAT = 1
MANIFEST = "manifest.json"
ABOUT = "about.json"
STRUCTURE = "schema.sql"

_TABLE = re.compile(r"tables/([a-z][a-z0-9_]{0,62})\.tsv")
_FILE = "files/"


class ArchiveRefused(Exception):
    """An archive that is not imported; the message says why and what to do."""


class ArchiveUnreadable(ArchiveRefused):
    """The file is no archive of ours, or is cut short."""


class ArchiveDamaged(ArchiveRefused):
    """What is in the archive is not what its manifest lists."""


class MemberNameNotAllowed(ArchiveRefused):
    """A name in the archive leads out of its place."""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """One table: its columns in the order of the member's, and how many rows it has."""

    columns: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member: its length in bytes and its hash."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SequenceFacts:
    """Where a sequence stands."""

    last_value: int
    is_called: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of an archive."""

    format: int
    template_version: str
    migrations: list[str]
    tables: dict[str, TableFacts]
    sequences: dict[str, SequenceFacts]
    members: dict[str, MemberFacts]

    @property
    def rows(self) -> int:
        """In all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def files(self) -> list[str]:
        """The company's files, by the names that it knows them under."""
        return sorted(name.removeprefix(_FILE) for name in self.members if name.startswith(_FILE))


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What the platform knows of the archived company, as far as a new one is made from it."""

    id: str
    name: str
    host: str
    status: str
    country: str
    time_zone: str
    currency: str
    owner_name: str
    owner_email: str
    created_at: str
    trial_ends_at: str | None

    @property
    def trial_end(self) -> datetime | None:
        """When its trial ends or ended."""
        return datetime.fromisoformat(self.trial_ends_at).astimezone(UTC) if self.trial_ends_at else None


@dataclass(frozen=True, slots=True)
class About:
    """Whose archive it is, when it was made, the hash of its manifest, and its own."""

    company: CompanyFacts
    exported_at: str
    manifest_sha256: str
    # Of the document without this.
    sha256: str = ""

    def sealed(self) -> "About":
        """The same with its own hash."""
        return replace(self, sha256=sha256_of(as_document(replace(self, sha256=""))))


def table_member(table: str) -> str:
    """The member that holds a table's rows."""
    return f"tables/{table}.tsv"


def file_member(name: str) -> str:
    """The member that holds one of the company's files."""
    return f"{_FILE}{name}"


def check_member_name(name: str) -> None:
    """Raise MemberNameNotAllowed unless `name` is one that an archive of ours has."""
    if name not in {MANIFEST, ABOUT, STRUCTURE} and not _TABLE.fullmatch(name) and not _is_file_member(name):
        message = f"The archive has a member called {name!r}, which no export writes. Do not trust this file."
        raise MemberNameNotAllowed(message)


def _is_file_member(name: str) -> bool:
    try:
        checked_name(name.removeprefix(_FILE))
    except FileNameNotAllowed:
        return False
    return name.startswith(_FILE)


def as_document(facts: Manifest | About) -> bytes:
    """As JSON, always the same bytes for the same facts."""
    return (json.dumps(asdict(facts), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(document: bytes) -> Manifest:
    """The manifest of an archive. Raises ArchiveUnreadable."""
    values = _values(document, MANIFEST)
    if values.get("format") != FORMAT:
        found = values.get("format")
        message = f"The archive has format {found!r}; this release reads {FORMAT}. Import it with the release that wrote it."
        raise ArchiveUnreadable(message)
    try:
        manifest = Manifest(
            **{
                **values,
                "tables": {name: TableFacts(**table) for name, table in values["tables"].items()},
                "sequences": {name: SequenceFacts(**sequence) for name, sequence in values["sequences"].items()},
                "members": {name: MemberFacts(**member) for name, member in values["members"].items()},
            }
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise _unreadable(MANIFEST) from error
    if not _fits(manifest, Manifest):
        raise _unreadable(MANIFEST)
    return manifest


def read_about(document: bytes) -> About:
    """Whose archive it is. Raises ArchiveUnreadable."""
    values = _values(document, ABOUT)
    try:
        about = About(**{**values, "company": CompanyFacts(**values["company"])})
        _ = about.company.trial_end, ZoneInfo(about.company.time_zone), about.sealed()
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _unreadable(ABOUT) from error
    if not _fits(about, About):
        raise _unreadable(ABOUT)
    return about


def sha256_of(document: bytes) -> str:
    """The hash of a document."""
    return hashlib.sha256(document).hexdigest()


def _values(document: bytes, name: str) -> dict[str, Any]:
    try:
        values = json.loads(document)
    except ValueError as error:
        raise _unreadable(name) from error
    if not isinstance(values, dict):
        raise _unreadable(name)
    return values


@cache
def _fields(kind: type) -> list[tuple[str, Any]]:
    return list(get_type_hints(kind).items())


def _fits(value: object, kind: Any) -> bool:
    """Whether what JSON held is of the type that is written at its place, down to the last value."""
    if is_dataclass(kind):
        return type(value) is kind and all(_fits(getattr(value, name), each) for name, each in _fields(kind))
    if get_origin(kind) is list:
        return isinstance(value, list) and all(_fits(each, get_args(kind)[0]) for each in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict) and all(_fits(each, get_args(kind)[1]) for each in value.values())
    # PostgreSQL keeps no text with a NUL in it.
    return isinstance(value, kind) and not (isinstance(value, str) and "\0" in value)


def _unreadable(name: str) -> ArchiveUnreadable:
    return ArchiveUnreadable(f"The archive's {name} is not what an export writes. Copy the file again from where it was made.")
