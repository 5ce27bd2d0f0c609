"""Circles."""

from uuid import UUID

import pytest

from hr.people.rules import closes_circle

A, B, C, D = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("member", "superior", "closes"), [(A, A, True), (A, B, True), (A, C, True), (C, A, False), (D, A, False), (A, D, False)]
)
def test_circles(member: UUID, superior: UUID, closes: bool) -> None:
    """C works under B, and B under A."""
    assert closes_circle(member, superior, {A: None, B: A, C: B, D: None}) == closes


def test_a_circle_that_is_there_already_does_not_hold_it_up() -> None:
    assert not closes_circle(A, B, {A: None, B: C, C: B})
