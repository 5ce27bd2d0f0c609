"""Where photos of people are."""

from pathlib import PurePath
from uuid import UUID

from django.urls import reverse


def photo_url(employee_id: UUID, photo: str) -> str:
    """The address of the photo that a record names, for whoever may see it; "" without one."""
    return reverse("employee_photo", args=[employee_id, UUID(PurePath(photo).stem)]) if photo else ""
