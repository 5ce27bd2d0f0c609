"""What a company writes down of its pay: lines, structures, who is paid by which, golden cases, and its own state tables."""

from payroll.structures.models.components import AmountRule, Kind, PayComponent, PayParameter, PayTable, ProratedBy, RoundedBy
from payroll.structures.models.state_tables import StateTableKind, StateTaxTable
from payroll.structures.models.structures import GoldenCase, PayStructure, PayStructureAssignment, PayStructureVersion

__all__ = [
    "AmountRule",
    "GoldenCase",
    "Kind",
    "PayComponent",
    "PayParameter",
    "PayStructure",
    "PayStructureAssignment",
    "PayStructureVersion",
    "PayTable",
    "ProratedBy",
    "RoundedBy",
    "StateTableKind",
    "StateTaxTable",
]
