"""Every name that formulas may use, with what it means, for people who write them."""

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.formula.functions import FUNCTIONS
from payroll.engine.inputs import INPUTS, entered
from payroll.structures.book import Book
from payroll.structures.law import all_levies


class Name(msgspec.Struct, frozen=True):
    """A name, what it is, and the group in which it stands."""

    name: str
    meaning: str
    group: str


def names_of(book: Book) -> list[Name]:
    """The company's own first, since those are looked for most."""
    components = {each.code: each.name for each in reversed(book.components)}
    own = [Name(code, name, _("Components")) for code, name in sorted(components.items())]
    own += [Name(code, rows[0].name, _("Parameters")) for code, rows in book.parameters.items()]
    own += [Name(code, rows[0].name, _("Tables of brackets")) for code, rows in book.tables.items()]
    inputs = [Name(name, str(each.holds), _("Inputs")) for name, each in INPUTS.items()]
    words = _("What is entered for the person under “%(name)s”.")
    given = [Name(entered(code), words % {"name": name}, _("Inputs")) for code, name in sorted(components.items())]
    law = [Name(code, code.replace("_", " "), _("Tax and contributions")) for code in sorted(all_levies())]
    law += [Name(code, name, _("Tax and contributions")) for levies in book.own_levies.values() for code, name in levies.items()]
    functions = [Name(name, each.usage, _("Functions")) for name, each in FUNCTIONS.items()]
    return [*own, *inputs, *given, *law, *functions]
