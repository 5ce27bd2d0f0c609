"""Formulas are checked when they are saved and run as they were checked: no `eval`, no attributes, no loops, no floats.

The text is parsed by Python's own parser and only the forms below are let through, each turned into a small function.
Numbers are read from the text, so 0.1 is exactly 0.1.
"""

import ast
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.formula.functions import FUNCTIONS
from payroll.engine.formula.operators import ARITHMETIC, COMPARISONS, ORDERINGS, TooLarge, bounded, negative, within_size
from payroll.engine.formula.values import Evaluate, FormulaFailed, FormulaValue, Kind, Names

LONGEST = 1000
DEEPEST = 24
_MOST_DIGITS = 18
_ALLOWED = re.compile(r"[A-Za-z0-9_ \t\r\n.,()+\-*/<>=!'\"]*")
_GLUED = re.compile(r"(?<![A-Za-z0-9_.])[0-9.]*[0-9][A-Za-z_]")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")


class FormulaNotValid(ValueError):
    """A text is no formula. `start` and `end` mark the part of the text that is wrong."""

    def __init__(self, message: str, start: int, end: int) -> None:
        self.message, self.start, self.end = message, start, end
        super().__init__(message)


class Formula:
    """A checked formula. `names` are those that it uses."""

    def __init__(self, text: str, kind: Kind, names: frozenset[str], evaluate: Evaluate) -> None:
        self.text, self.kind, self.names = text, kind, names
        self._evaluate = evaluate

    def __call__(self, values: Names) -> FormulaValue:
        """The result for these values, which must hold all `names`. Raises FormulaFailed."""
        return self._evaluate(values)

    def number(self, values: Names) -> Decimal:
        """The result of a formula that was compiled for a number. Raises FormulaFailed."""
        result = self._evaluate(values)
        if not isinstance(result, Decimal):
            raise TypeError(f"{self.text!r} was not compiled for a number.")
        return result


class _Part(msgspec.Struct, frozen=True):
    kind: Kind
    evaluate: Evaluate


def compile_formula(text: str, names: Mapping[str, Kind], *, kind: Kind = Kind.NUMBER) -> Formula:
    """Check `text`, which may use `names` and must result in `kind`. Raises FormulaNotValid."""
    compiler = _Compiler(text, names)
    part = compiler.compile()
    if part.kind is not kind:
        raise FormulaNotValid(
            _("This results in a %(given)s; a %(needed)s is needed here.") % _kinds(part.kind, kind), 0, len(text)
        )
    return Formula(text, kind, frozenset(compiler.used), part.evaluate)


class _Compiler:
    """Turns the parsed text into functions, inside out."""

    def __init__(self, text: str, names: Mapping[str, Kind]) -> None:
        self._text = text
        self._names = names
        self.used: set[str] = set()

    def compile(self) -> _Part:
        text = self._text
        if not text.strip():
            raise FormulaNotValid(_("The formula is empty."), 0, 0)
        if len(text) > LONGEST:
            raise FormulaNotValid(
                _("The formula is longer than %(most)d characters. Split it into several components.") % {"most": LONGEST},
                LONGEST,
                len(text),
            )
        if (allowed := _ALLOWED.match(text)) and allowed.end() < len(text):
            at = allowed.end()
            raise FormulaNotValid(_("%(character)s has no meaning in a formula.") % {"character": repr(text[at])}, at, at + 1)
        if glued := _GLUED.search(text):
            raise FormulaNotValid(_("Put a space or an operator between a number and a word."), *glued.span())
        return self._part(self._parse(), depth=0)

    def _parse(self) -> ast.expr:
        # Line ends become spaces, one for one, so that every position is an offset into the text.
        line = re.sub(r"[\t\r\n]", " ", self._text)
        self._indent = len(line) - len(line.lstrip())
        try:
            return ast.parse(line.strip(), mode="eval").body
        except SyntaxError as error:
            # The parser counts from 1 and says 0 or less when the text ends too early.
            position = error.offset if error.offset and error.offset > 0 else len(line.strip())
            at = min(self._indent + position, len(self._text)) - 1
            raise FormulaNotValid(_("The formula cannot be understood from here on."), at, at + 1) from error
        except (MemoryError, RecursionError) as error:
            raise self._too_deep(0, len(self._text)) from error

    def _part(self, node: ast.expr, depth: int) -> _Part:
        if depth > DEEPEST:
            raise self._too_deep(*self._span(node))
        handlers: dict[type[ast.expr], Callable[[Any, int], _Part]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.Compare: self._comparison,
            ast.BoolOp: self._logic,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }
        handler = handlers.get(type(node))
        if handler is None:
            raise self._not_valid(
                node, _("Formulas have numbers, names, + - * /, comparisons, and, or, not, if … else, and functions.")
            )
        return handler(node, depth + 1)

    def _constant(self, node: ast.Constant, depth: int) -> _Part:
        start, end = self._span(node)
        text = self._text[start:end]
        if isinstance(node.value, str):
            word = node.value
            return _Part(Kind.WORD, lambda _values: word)
        if isinstance(node.value, bool):
            answer = node.value
            return _Part(Kind.YES_NO, lambda _values: answer)
        if not _NUMBER.fullmatch(text) or len(text) > _MOST_DIGITS:
            raise self._not_valid(
                node,
                _("Write numbers plainly, with a point and at most %(most)d digits, such as 1250.50.") % {"most": _MOST_DIGITS},
            )
        number = Decimal(text)
        return _Part(Kind.NUMBER, lambda _values: number)

    def _name(self, node: ast.Name, depth: int) -> _Part:
        name = node.id
        if name not in self._names:
            raise self._not_valid(node, _("%(name)s is not known here.") % {"name": name})
        self.used.add(name)
        return _Part(self._names[name], lambda values: values[name])

    def _unary(self, node: ast.UnaryOp, depth: int) -> _Part:
        if isinstance(node.op, ast.Not):
            negated = self._of_kind(node.operand, Kind.YES_NO, depth).evaluate
            return _Part(Kind.YES_NO, lambda values: not negated(values))
        operand = self._of_kind(node.operand, Kind.NUMBER, depth).evaluate
        if isinstance(node.op, ast.USub):
            return _Part(Kind.NUMBER, negative(operand))
        if isinstance(node.op, ast.UAdd):
            return _Part(Kind.NUMBER, operand)
        raise self._not_valid(node, _("Only + and - stand before a number."))

    def _arithmetic(self, node: ast.BinOp, depth: int) -> _Part:
        operator = ARITHMETIC.get(type(node.op))
        if operator is None:
            raise self._not_valid(node, _("Numbers are joined by + - * and / only."))
        left = self._of_kind(node.left, Kind.NUMBER, depth).evaluate
        right = self._of_kind(node.right, Kind.NUMBER, depth).evaluate
        return _Part(Kind.NUMBER, bounded(operator, left, right, *self._span(node)))

    def _comparison(self, node: ast.Compare, depth: int) -> _Part:
        parts = [self._part(each, depth) for each in (node.left, *node.comparators)]
        pairs = []
        for operator, left, right in zip(node.ops, parts, parts[1:], strict=False):
            if left.kind is not right.kind or left.kind is Kind.TABLE:
                raise self._not_valid(node, _("A %(given)s cannot be compared with a %(needed)s.") % _kinds(left.kind, right.kind))
            if type(operator) not in COMPARISONS or (type(operator) in ORDERINGS and left.kind is not Kind.NUMBER):
                raise self._not_valid(node, _("Compare numbers with < <= > >= == !=, anything else with == and !=."))
            pairs.append((COMPARISONS[type(operator)], left.evaluate, right.evaluate))
        return _Part(Kind.YES_NO, lambda values: all(compare(left(values), right(values)) for compare, left, right in pairs))

    def _logic(self, node: ast.BoolOp, depth: int) -> _Part:
        parts = [self._of_kind(each, Kind.YES_NO, depth).evaluate for each in node.values]
        if isinstance(node.op, ast.And):
            return _Part(Kind.YES_NO, lambda values: all(part(values) for part in parts))
        return _Part(Kind.YES_NO, lambda values: any(part(values) for part in parts))

    def _choice(self, node: ast.IfExp, depth: int) -> _Part:
        condition = self._of_kind(node.test, Kind.YES_NO, depth).evaluate
        chosen, otherwise = self._part(node.body, depth), self._part(node.orelse, depth)
        if chosen.kind is not otherwise.kind:
            raise self._not_valid(
                node,
                _("Both outcomes must be of one kind, not a %(given)s and a %(needed)s.") % _kinds(chosen.kind, otherwise.kind),
            )
        return _Part(chosen.kind, lambda values: (chosen if condition(values) else otherwise).evaluate(values))

    def _call(self, node: ast.Call, depth: int) -> _Part:
        function = FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if function is None or node.keywords:
            raise self._not_valid(node, _("The functions are %(names)s.") % {"names": ", ".join(FUNCTIONS)})
        if not function.fewest <= len(node.args) <= function.most:
            raise self._not_valid(node, _("It is used as %(usage)s.") % {"usage": function.usage})
        kinds = [function.first, *[Kind.NUMBER] * (len(node.args) - 1)]
        parts = [self._of_kind(each, kind, depth).evaluate for each, kind in zip(node.args, kinds, strict=True)]
        start, end = self._span(node)

        def evaluate(values: Names) -> FormulaValue:
            try:
                result = function.apply(*(part(values) for part in parts))
            except InvalidOperation as error:
                # More digits than decimals are reckoned with.
                raise TooLarge(start, end) from error
            except ValueError as error:
                raise FormulaFailed(str(error), _("Correct the formula."), start, end) from error
            return within_size(result, start, end)

        return _Part(Kind.NUMBER, evaluate)

    def _of_kind(self, node: ast.expr, kind: Kind, depth: int) -> _Part:
        part = self._part(node, depth)
        if part.kind is not kind:
            raise self._not_valid(node, _("This is a %(given)s; a %(needed)s is needed here.") % _kinds(part.kind, kind))
        return part

    def _span(self, node: ast.expr) -> tuple[int, int]:
        # The text is ASCII, so the parser's byte offsets are characters.
        return self._indent + node.col_offset, self._indent + (node.end_col_offset or node.col_offset)

    def _not_valid(self, node: ast.expr, message: str) -> FormulaNotValid:
        return FormulaNotValid(message, *self._span(node))

    def _too_deep(self, start: int, end: int) -> FormulaNotValid:
        return FormulaNotValid(_("The formula is nested too deeply. Split it into several components."), start, end)


def _kinds(given: Kind, needed: Kind) -> dict[str, str]:
    return {"given": given, "needed": needed}
