"""The formula language: what a company may write where an amount, a share or a condition is worked out."""

from payroll.engine.formula.compile import Formula, FormulaNotValid, compile_formula
from payroll.engine.formula.values import BracketTable, FormulaFailed, Kind, TableNotValid

__all__ = ["BracketTable", "Formula", "FormulaFailed", "FormulaNotValid", "Kind", "TableNotValid", "compile_formula"]
