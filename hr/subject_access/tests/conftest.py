"""The records of the cast."""

from hr.people.tests.conftest import carols_record

__all__ = ["carols_record"]
