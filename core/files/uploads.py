"""How much may be sent at once. Django bounds forms without files; a file it would write to disk however large it is."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_REQUEST = 25 * 1024 * 1024


class BoundedUploads(FileUploadHandler):
    """Refuses a form that is too large before a byte of it is read. First in FILE_UPLOAD_HANDLERS; the others take the files."""

    def handle_raw_input(self, input_data: Any, META: dict[str, Any], content_length: int, *rest: Any, **options: Any) -> None:  # noqa: N803 - Django's signature.
        """Raise RequestDataTooBig, which is answered with 413."""
        if content_length > LARGEST_REQUEST:
            message = f"A form of {content_length} bytes was sent; at most {LARGEST_REQUEST} are read."
            raise RequestDataTooBig(message)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the content to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
