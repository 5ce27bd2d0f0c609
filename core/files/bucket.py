"""All companies' files in a bucket of Amazon S3 or of a server that speaks its language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from core.files.storage import FilesUnreachable

# A page waits for the bucket no longer than it would for the database.
_CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # Servers other than Amazon's do not know the newest checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        message = f"The bucket refused or did not answer: {error}"
        raise FilesUnreachable(message) from error


class FilesInBucket(S3Storage):  # type: ignore[misc]  # django-storages ships no types.
    """django-storages', with the errors of a storage and without addresses: even signed ones would be handed on."""

    def __init__(self, **options: Any) -> None:
        super().__init__(client_config=_CLIENT, file_overwrite=False, default_acl=None, max_memory_size=5 * 1024 * 1024, **options)

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        with _reached():
            opened = super()._open(name, mode)
            # Fetched here, where a failure still can be answered, and not while the answer is on its way.
            opened.file.seek(0)
            return cast("File[Any]", opened)

    def _save(self, name: str, content: "File[Any] | IO[bytes]") -> str:
        with _reached():
            return cast("str", super()._save(name, content))

    def delete(self, name: str) -> None:
        """Delete one object; one that is not there is fine."""
        with _reached():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether an object of this name is there."""
        with _reached():
            return cast("bool", super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and names of objects below a folder."""
        with _reached():
            return cast("tuple[list[str], list[str]]", super().listdir(path))

    def size(self, name: str) -> int:
        """The number of bytes."""
        with _reached():
            return cast("int", super().size(name))

    def url(self, name: str, *_args: Any, **_options: Any) -> str:
        """Refused: whoever has a signed address may pass it on, and nobody asks them who they are."""
        raise NotImplementedError("Objects have no addresses; answer them from a view with core.files.answers.send_file.")
