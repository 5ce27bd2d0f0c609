"""Structures in the company administration."""

from payroll.structures.admin.assignments import AssignmentAdmin
from payroll.structures.admin.cases import GoldenCaseAdmin
from payroll.structures.admin.components import ComponentAdmin
from payroll.structures.admin.figures import ParameterAdmin, TableAdmin
from payroll.structures.admin.own_levies import OwnLevyAdmin
from payroll.structures.admin.state_tables import StateTableAdmin
from payroll.structures.admin.structures import StructureAdmin

__all__ = [
    "AssignmentAdmin",
    "ComponentAdmin",
    "GoldenCaseAdmin",
    "OwnLevyAdmin",
    "ParameterAdmin",
    "StateTableAdmin",
    "StructureAdmin",
    "TableAdmin",
]
