"""What the screens of structures ask for."""

from payroll.structures.forms.own_law import OwnLevyForm, StateTableForm
from payroll.structures.forms.structures import (
    ACCEPTS_BROKEN,
    AssignmentForm,
    CaseForm,
    ComponentForm,
    EditForm,
    FormulaField,
    FormulaInput,
    StructureForm,
    TableForm,
)

__all__ = [
    "ACCEPTS_BROKEN",
    "AssignmentForm",
    "CaseForm",
    "ComponentForm",
    "EditForm",
    "FormulaField",
    "FormulaInput",
    "OwnLevyForm",
    "StateTableForm",
    "StructureForm",
    "TableForm",
]
