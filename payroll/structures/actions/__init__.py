"""Writes of structures. Every edit is held against all structures and golden cases, and makes versions of what it changed."""

from payroll.structures.actions.assignments import (
    AssignmentEndsFirst,
    AssignmentOverlaps,
    delete_assignment,
    save_assignment,
)
from payroll.structures.actions.defaults import create_default_structures
from payroll.structures.actions.edits import (
    delete_case,
    delete_component,
    delete_parameter,
    delete_structure,
    delete_table,
    save_case,
    save_component,
    save_parameter,
    save_structure,
    save_table,
)
from payroll.structures.actions.own_law import (
    CountryHasPack,
    FiguresDaysTaken,
    FiguresRefused,
    delete_own_levy,
    delete_state_table,
    save_own_levy,
    save_state_table,
)
from payroll.structures.actions.refusals import (
    CasesBroken,
    CodeReserved,
    CodeTaken,
    InUse,
    NotCalculable,
    ParentCircle,
    StructuresRefusal,
)

__all__ = [
    "AssignmentEndsFirst",
    "AssignmentOverlaps",
    "CasesBroken",
    "CodeReserved",
    "CodeTaken",
    "CountryHasPack",
    "FiguresDaysTaken",
    "FiguresRefused",
    "InUse",
    "NotCalculable",
    "ParentCircle",
    "StructuresRefusal",
    "create_default_structures",
    "delete_assignment",
    "delete_case",
    "delete_component",
    "delete_own_levy",
    "delete_parameter",
    "delete_state_table",
    "delete_structure",
    "delete_table",
    "save_assignment",
    "save_case",
    "save_component",
    "save_own_levy",
    "save_parameter",
    "save_state_table",
    "save_structure",
    "save_table",
]
