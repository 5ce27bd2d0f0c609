"""Django's default storage: whatever is kept in it stands in the folder of the company that is current.

Below it lies the storage of all companies (a folder on disk or a bucket, see settings), which nothing else may open.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from errno import EDQUOT, ENOSPC
from typing import IO, Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.files.kinds import Kind
from core.files.names import company_folder, is_name, new_name, place_of
from core.tenancy import NoContext, current_schema_name, is_in_company

log = logging.getLogger(__name__)

ALL_COMPANIES = "all_companies"


class FileNotKept(Exception):
    """The storage did not take a file. Nothing of it is left, and nothing that was there has changed."""

    def __init__(self, error: OSError) -> None:
        is_full = error.errno in {ENOSPC, EDQUOT}
        self.message = _NO_ROOM if is_full else _NO_ANSWER
        super().__init__(str(self.message))


_NO_ROOM = _("There is no room left for files, so this one was not kept and nothing was changed. Tell whoever runs this service.")
_NO_ANSWER = _("The storage for files does not answer, so nothing was kept or changed. Try again in a minute.")


@contextmanager
def _keeping() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.exception("A file could not be kept.")
        raise FileNotKept(error) from error


class FilesUnreachable(OSError):
    """The storage of all companies refused, or did not answer in time."""


class FileExists(Exception):
    """A file of this name is there already. Files are never written over."""


def all_files() -> Storage:
    """The storage of all companies, where each name begins with a schema. For this package alone."""
    return storages[ALL_COMPANIES]


def place_of_current(name: str) -> str:
    """Where a file of the current company stands among all files. Raises NoContext, FileNameNotAllowed."""
    if not is_in_company():
        message = "A file was to be read or kept outside a company; enter one first: tenant_context(company)."
        raise NoContext(message)
    return place_of(current_schema_name(), name)


class CompanyStorage(Storage):
    """The files of the company that is current. Raises NoContext outside a company."""

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            message = f"Files are kept whole and never written over, so “{mode}” is not a way to open one."
            raise ValueError(message)
        return all_files().open(place_of_current(name))

    def save(self, name: str | None, content: "File[Any] | IO[bytes]", max_length: int | None = None) -> str:
        """Keep a file under this name, or under one like it where it is taken. Raises FileNotKept."""
        with _keeping():
            return super().save(name, content, max_length)

    def _save(self, name: str, content: "File[Any]") -> str:
        return all_files().save(place_of_current(name), content).partition("/")[2]

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is fine."""
        all_files().delete(place_of_current(name))

    def exists(self, name: str) -> bool:
        """Whether a file of this name is there."""
        return all_files().exists(place_of_current(name))

    def size(self, name: str) -> int:
        """The number of bytes."""
        return all_files().size(place_of_current(name))

    def get_modified_time(self, name: str) -> datetime:
        """When the file was kept."""
        return all_files().get_modified_time(place_of_current(name))

    def url(self, name: str | None) -> str:
        """Refused: a file has no address of its own; a view answers it to whom it has let in (`core.files.answers`)."""
        raise NotImplementedError("A kept file has no address; answer it from a view with core.files.answers.send_file.")


def keep_file(folder: str, content: bytes, kind: Kind) -> str:
    """Keep a new file of the current company and return the name for its row. Raises FileNotKept."""
    return default_storage.save(new_name(folder, kind.extension), ContentFile(content))


def discard_file(name: str) -> None:
    """Delete a file of the current company that no row came to name; without an answer it goes later (`sweeping.py`)."""
    try:
        default_storage.delete(name)
    except OSError:
        log.exception("The file %s, which no row names, could not be deleted.", name)


def open_kept_file(name: str) -> "File[Any]":
    """A file of the current company, to be read as bytes and closed. Raises FileNotFoundError."""
    return default_storage.open(name)


def delete_on_commit(name: str) -> None:
    """Delete a file of the current company once the row that named it has let it go for good.

    A storage that does not answer then leaves a file behind that nobody can name; what was done stands.
    """
    place = place_of_current(name)
    transaction.on_commit(lambda: all_files().delete(place), robust=True)


def company_file_names(schema_name: str) -> Iterator[str]:
    """The names of all files of a company, in order. What others have put into its folder is left out and named in the log."""
    found = sorted(_names_below(company_folder(schema_name), ""))
    if strange := [name for name in found if not is_name(name)]:
        log.warning("In the folder of %s are files that are not ours: %s.", schema_name, ", ".join(strange[:10]))
    return (name for name in found if is_name(name))


def _names_below(root: str, folder: str) -> Iterator[str]:
    try:
        folders, names = all_files().listdir(f"{root}/{folder}".removesuffix("/"))
    except FileNotFoundError:
        return
    yield from (folder + name for name in names)
    for each in folders:
        yield from _names_below(root, f"{folder}{each}/")


def company_file_kept_at(schema_name: str, name: str) -> datetime:
    """When a company's file was kept. Raises FileNotFoundError."""
    return all_files().get_modified_time(place_of(schema_name, name))


def open_company_file(schema_name: str, name: str) -> "File[Any]":
    """A company's file, to be read as bytes and closed. Raises FileNotFoundError."""
    return all_files().open(place_of(schema_name, name))


def save_company_file(schema_name: str, name: str, content: IO[bytes]) -> None:
    """Keep a file of a company under exactly this name. Raises FileExists, FileNotKept."""
    place = place_of(schema_name, name)
    with _keeping():
        if all_files().exists(place):
            message = f"{schema_name} has a file “{name}” already."
            raise FileExists(message)
        all_files().save(place, content)


def delete_company_file(schema_name: str, name: str) -> None:
    """Delete one file of a company; one that is not there is fine."""
    all_files().delete(place_of(schema_name, name))


def delete_company_files(schema_name: str) -> int:
    """Delete all files of a company for good, and say how many there were. Begun again after a failure, it goes on."""
    folder = company_folder(schema_name)
    names = list(_names_below(folder, ""))
    for name in names:
        all_files().delete(f"{folder}/{name}")
    _delete_folders(folder)
    return len(names)


def _delete_folders(folder: str) -> None:
    try:
        folders, _names = all_files().listdir(folder)
    except FileNotFoundError:
        return
    for each in folders:
        _delete_folders(f"{folder}/{each}")
    all_files().delete(folder)
