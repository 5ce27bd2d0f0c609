"""Why an edit cannot be, in whole sentences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from payroll.engine.structures import Mistake
from payroll.structures.cases import CaseOutcome

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class StructuresRefusal(Exception):
    """An edit that cannot be; `message` says why and what to do."""

    message: "StrPromise | str" = ""


class CodeTaken(StructuresRefusal):
    """There is one of that code, or of that name."""

    message = gettext_lazy("There is one with this code already. Give this one another code, variant, name or day.")


class CodeReserved(StructuresRefusal):
    """Formulas could not tell it from something else of that name."""

    def __init__(self, code: str) -> None:
        self.message = _("“%(code)s” means something else in formulas already. Choose another code.") % {"code": code}
        super().__init__(self.message)


class NotCalculable(StructuresRefusal):
    """With the edit a structure could not be calculated; `mistakes` say what is wrong in each, by the structure's name."""

    def __init__(self, mistakes: Sequence[tuple[str, Mistake]]) -> None:
        self.mistakes = tuple(mistakes)
        sentence = _("In “%(structure)s”, %(component)s: %(message)s")
        said = [
            sentence % {"structure": structure, "component": mistake.component, "message": mistake.message}
            for structure, mistake in mistakes
        ]
        self.message = " ".join(dict.fromkeys(said))
        super().__init__(self.message)


class CasesBroken(StructuresRefusal):
    """With the edit golden cases no longer hold."""

    def __init__(self, outcomes: Sequence[CaseOutcome]) -> None:
        self.outcomes = tuple(outcomes)
        heading = _("Nothing was saved, because golden cases would no longer hold.")
        hint = _("Correct the change, or switch this on and save again, to correct the cases afterwards.")
        self.message = " ".join([heading, *(str(outcome) for outcome in outcomes), hint])
        super().__init__(self.message)


class InUse(StructuresRefusal):
    """Others need what is to be deleted; `places` are their names."""

    def __init__(self, what: object, places: Sequence[str]) -> None:
        self.places = tuple(places)
        self.message = _("%(what)s is used in %(places)s, so it cannot be deleted. Take it out there first.") % {
            "what": what,
            "places": ", ".join(places),
        }
        super().__init__(self.message)


class ParentCircle(StructuresRefusal):
    """A structure would come to inherit from itself."""

    message = gettext_lazy("This structure would inherit from itself, directly or through others. Choose another one, or none.")
