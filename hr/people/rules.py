"""The rules of people, pure."""

from collections.abc import Mapping
from uuid import UUID


def closes_circle(member: UUID, superior: UUID, superior_of: Mapping[UUID, UUID | None]) -> bool:
    """Whether `member`, placed under `superior`, would come to stand above itself.

    `superior_of` is the order as it is: managers of employees, or the departments that departments are part of.
    """
    seen: set[UUID] = set()
    current: UUID | None = superior
    # A circle that is there already, from an import, must not hold the check up for ever.
    while current is not None and current not in seen:
        if current == member:
            return True
        seen.add(current)
        current = superior_of.get(current)
    return False
