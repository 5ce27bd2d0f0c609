"""How Canada's unrounded amounts stand in a trace."""

from decimal import Decimal

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace, Value

_PLACES = 4
_SHOWN = Decimal("0.0001")


def note_exact(trace: Trace, rule: str, result: Decimal, **values: Value) -> Decimal:
    """Note amounts to four places, which is as much as anybody reads, and hand the exact result on."""
    shown = {name: _shown(value) if isinstance(value, Decimal) else value for name, value in values.items()}
    trace.note(rule, _shown(result), **shown)
    return result


def _shown(amount: Decimal) -> Decimal:
    exponent = amount.as_tuple().exponent
    return half_up(amount, _SHOWN) if isinstance(exponent, int) and -exponent > _PLACES else amount
