"""The records of the cast."""

from hr.people.tests.conftest import bobs_record, carols_record

__all__ = ["bobs_record", "carols_record"]
