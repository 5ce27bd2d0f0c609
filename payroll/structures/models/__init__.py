"""What a company writes down of its pay: lines, structures, who is paid by which, golden cases, and its own figures of the law."""

from payroll.structures.models.components import AmountRule, Kind, PayComponent, PayParameter, PayTable, ProratedBy, RoundedBy
from payroll.structures.models.own_levies import CountedOver, LevyMethod, LevyRounding, OwnLevy, PaidBy
from payroll.structures.models.state_tables import StateTableKind, StateTaxTable
from payroll.structures.models.structures import GoldenCase, PayStructure, PayStructureAssignment, PayStructureVersion

__all__ = [
    "AmountRule",
    "CountedOver",
    "GoldenCase",
    "Kind",
    "LevyMethod",
    "LevyRounding",
    "OwnLevy",
    "PaidBy",
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
