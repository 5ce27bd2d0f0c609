"""Where photos of people are."""

from pathlib import PurePath
from uuid import UUID

from django.urls import reverse


def version_of(photo: str) -> UUID | None:
    """What the address of a photo changes with, so that browsers may keep it; None without one."""
    return UUID(PurePath(photo).stem) if photo else None


def photo_url(employee_id: UUID, photo: str) -> str:
    """The address of the photo that a record names, for whoever may see it; "" without one."""
    return reverse("employee_photo", args=[employee_id, version_of(photo)]) if photo else ""
