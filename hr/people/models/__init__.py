"""Employees, their employment by dates, and the company's departments and locations."""

from hr.people.models.departments import Department
from hr.people.models.employees import Employee, EmployeeNumbering, EmployeeQuerySet, FurtherData
from hr.people.models.employment import ContractType, EmploymentPeriod, EmploymentTerms
from hr.people.models.locations import Location

__all__ = [
    "ContractType",
    "Department",
    "Employee",
    "EmployeeNumbering",
    "EmployeeQuerySet",
    "EmploymentPeriod",
    "EmploymentTerms",
    "FurtherData",
    "Location",
]
