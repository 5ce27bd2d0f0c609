"""The file itself: a zip with Zip64, written as a stream and read back member by member."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tenants.archives.manifest import (
    ABOUT,
    MANIFEST,
    About,
    ArchiveDamaged,
    ArchiveUnreadable,
    Manifest,
    MemberFacts,
    check_member_name,
    read_about,
    read_manifest,
    sha256_of,
)

PIECE = 1 << 16
# The two documents are read whole; a manifest of a million files is smaller.
_LONGEST_DOCUMENT = 256 << 20
# What a zip can say at the earliest: archives of the same contents have the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


class ArchiveExists(Exception):
    """There is a file already where the archive was to be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is a file at {path} already, and an export overwrites nothing. Move it away or name another file.")


class ExportRuns(Exception):
    """Another export writes to the same place, or was killed there."""

    def __init__(self, part: Path) -> None:
        super().__init__(f"Another export writes {part} right now. If none runs, one was killed: delete that file and try again.")


class MembersWritten:
    """Adds members to an archive and keeps their facts for the manifest."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.facts: dict[str, MemberFacts] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write one member; how many lines it has."""
        check_member_name(name)
        digest, size, lines = hashlib.sha256(), 0, 0
        entry = zipfile.ZipInfo(name, _MOMENT)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._file.open(entry, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                lines += piece.count(b"\n")
        self.facts[name] = MemberFacts(size, digest.hexdigest())
        return lines


@contextmanager
def written_archive(path: Path) -> Iterator[MembersWritten]:
    """Write an archive that stands at `path` only when it is complete, readable by its owner alone.

    Raises ArchiveExists or ExportRuns.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ExportRuns(part) from error
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor.
            if path.exists():
                raise ArchiveExists(path)
            with zipfile.ZipFile(file, "w") as archive:
                yield MembersWritten(archive)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose members have been held against its manifest, byte for byte."""

    about: About
    manifest: Manifest
    _file: zipfile.ZipFile = field(repr=False)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member's contents."""
        return _pieces(self._file, name)

    def member(self, name: str) -> IO[bytes]:
        """A member as a file to read from; close it."""
        return self._file.open(name)


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """Open an archive and check all of it before anything is made of it.

    Raises ArchiveUnreadable, ArchiveDamaged or MemberNameNotAllowed.
    """
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        message = f"There is no file at {path}. Say where the archive is."
        raise ArchiveUnreadable(message) from error
    except (OSError, zipfile.BadZipFile) as error:
        message = f"{path} is no archive, or is cut short ({error}). Copy it again from where it was made."
        raise ArchiveUnreadable(message) from error
    with file:
        for name in file.namelist():
            check_member_name(name)
        manifest_document = _document(file, MANIFEST)
        about, manifest = read_about(_document(file, ABOUT)), read_manifest(manifest_document)
        if about != about.sealed():
            raise _damaged(ABOUT)
        if about.manifest_sha256 != sha256_of(manifest_document):
            message = "The archive's manifest is not the one that was exported. Copy the file again from where it was made."
            raise ArchiveDamaged(message)
        _check_members(file, manifest)
        yield Archive(about, manifest, file)


def _check_members(file: zipfile.ZipFile, manifest: Manifest) -> None:
    names = sorted(file.namelist())
    if names != sorted([ABOUT, MANIFEST, *manifest.members]):
        differing = sorted({*names} ^ {ABOUT, MANIFEST, *manifest.members})
        said = ", ".join(differing) or "a name occurs twice"
        message = f"The archive's members are not those of its manifest: {said}. Export the company again."
        raise ArchiveDamaged(message)
    for name, facts in manifest.members.items():
        digest, size = hashlib.sha256(), 0
        for piece in _pieces(file, name):
            digest.update(piece)
            size += len(piece)
            if size > facts.size:
                # Read no further: a small file may unpack to more than any disk holds.
                break
        if MemberFacts(size, digest.hexdigest()) != facts:
            raise _damaged(name)


def _document(file: zipfile.ZipFile, name: str) -> bytes:
    try:
        entry = file.getinfo(name)
    except KeyError as error:
        message = f"The file has no {name}, so it is no archive of a company. Say where the archive is."
        raise ArchiveUnreadable(message) from error
    if entry.file_size > _LONGEST_DOCUMENT:
        raise _damaged(name)
    return b"".join(_pieces(file, name))


def _pieces(file: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with file.open(name) as member:
            while piece := member.read(PIECE):
                yield piece
    except (OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> ArchiveDamaged:
    message = f"The archive's {name} is damaged: it is not what was exported. Copy the file again from where it was made."
    return ArchiveDamaged(message)
