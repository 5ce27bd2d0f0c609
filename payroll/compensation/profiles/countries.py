"""The countries whose forms we know, by ISO 3166 code. A country's module is imported when its form is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from payroll.compensation.profiles.questions import Answers, AnswersNotValid, Question, assemble
from payroll.engine.problems import CannotCalculate
from payroll.statutory.tables import NoTables

_MODULES = {"AU": "au", "CA": "ca", "GB": "uk", "IN": "ind", "NP": "np", "US": "us"}


@dataclass(frozen=True)
class CountryForm:
    """The form of one country: the pack's profile, its questions in order, and what else the pack asks of the answers on a day."""

    profile: type
    questions: tuple[Question, ...]
    check: Callable[[Any, date], None]
    intro: Any = ""

    def question(self, path: str) -> Question:
        """The question of a path. Raises KeyError."""
        return self._by_path[path]

    @property
    def _by_path(self) -> dict[str, Question]:
        return {question.path: question for question in self.questions}

    def profile_of(self, answers: Answers) -> Any:
        """The pack's profile. Raises AnswersNotValid, whose sentence is the pack's where the pack objects."""
        try:
            return assemble(self.profile, answers, self._by_path)
        except AnswersNotValid:
            raise
        except ValueError as error:
            # The packs' named errors: a certificate that cannot be, a number that is none.
            raise AnswersNotValid(str(error)) from error

    def check_answers(self, answers: Answers, on: date) -> None:
        """Whether payments from a day on can be calculated with these answers. Raises AnswersNotValid.

        A day before or after all figures of the pack says nothing against them: the pack itself refuses such payments.
        """
        profile = self.profile_of(answers)
        try:
            self.check(profile, on)
        except NoTables:
            return
        except (CannotCalculate, ValueError) as error:
            raise AnswersNotValid(str(error)) from error


def form_countries() -> list[str]:
    """Codes of the countries that have a form."""
    return list(_MODULES)


@cache
def country_form(country: str) -> CountryForm | None:
    """The form of a country; None for one whose law is the company's own, which asks nothing of a person."""
    if country not in _MODULES:
        return None
    form: CountryForm = import_module(f"payroll.compensation.profiles.{_MODULES[country]}").FORM
    return form
