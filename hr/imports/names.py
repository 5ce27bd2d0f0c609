"""Which department or manager a name means. Somebody chooses where it is not known exactly; what looks like one is a suggestion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hr.imports.rules.likeness import Names, by_words, folded
from hr.people.models import Department, Employee

# Chosen for a name instead of one that is known.
ADD_IT, LEAVE_EMPTY = "add", "empty"
# A form asks for so many at a time.
MOST_ASKED = 100

Choices = Mapping[str, str]


class NotKnown(Exception):
    """Nobody has said what the name means."""


@dataclass
class Unknown:
    """A name that somebody has to choose for."""

    text: str
    rows: int = 0
    suggestions: list[tuple[str, str]] = field(default_factory=list)
    """Key and label, the likest first."""

    def as_json(self) -> dict[str, Any]:
        """For the table."""
        return {"text": self.text, "rows": self.rows, "suggestions": self.suggestions}


class Departments:
    """The company's, and those that are to be added."""

    def __init__(self, known: Iterable[Department], choices: Choices) -> None:
        self._by_key = {str(each.pk): each for each in known}
        self._by_name = {folded(each.name): each for each in self._by_key.values()}
        self._choices = choices
        self.added: dict[str, Department] = {}
        self.unknown: dict[str, Unknown] = {}

    def find(self, text: str) -> Department | None:
        """The one that is meant, or none where that was chosen. Raises NotKnown."""
        name = folded(text)
        if name in self._by_name:
            return self._by_name[name]
        chosen = self._choices.get(name, "")
        if chosen == LEAVE_EMPTY:
            return None
        if chosen == ADD_IT:
            return self.added.setdefault(name, Department(name=text[:100]))
        if chosen in self._by_key:
            return self._by_key[chosen]
        self.unknown.setdefault(name, Unknown(text)).rows += 1
        raise NotKnown

    def asked(self) -> list[dict[str, Any]]:
        """The names to choose for, with what looks like them."""
        names = Names({key: each.name for key, each in self._by_key.items()})
        for each in (asked := list(self.unknown.values())[:MOST_ASKED]):
            each.suggestions = [(key, self._by_key[key].name) for key in names.like(each.text)]
        return [each.as_json() for each in asked]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be a manager: of the company, or of a row of the file."""

    employee: Employee
    key: str
    """The same when the file is read again."""
    label: str


class Managers:
    """Everybody of the company, and of the file."""

    def __init__(self, candidates: Iterable[Candidate], choices: Choices) -> None:
        self._by_key = {each.key: each for each in candidates}
        self._found: dict[str, list[Candidate]] = defaultdict(list)
        for each in self._by_key.values():
            employee = each.employee
            number = str(employee.number or "")
            for name in {employee.work_email.lower(), number, by_words(employee.full_name)} - {""}:
                self._found[name].append(each)
        self._choices = choices
        self.unknown: dict[str, Unknown] = {}

    def find(self, text: str) -> Employee | None:
        """Who is meant, or nobody where that was chosen. Raises NotKnown, also where several go by the name."""
        exact = self._found.get(text.strip().lower()) or self._found.get(by_words(text), [])
        if len(exact) == 1:
            return exact[0].employee
        name = folded(text)
        chosen = self._choices.get(name, "")
        if chosen == LEAVE_EMPTY:
            return None
        if chosen in self._by_key:
            return self._by_key[chosen].employee
        unknown = self.unknown.setdefault(name, Unknown(text))
        unknown.rows += 1
        unknown.suggestions = [(each.key, each.label) for each in exact]
        raise NotKnown

    def asked(self) -> list[dict[str, Any]]:
        """The names to choose for, with those who go by them or by one like them."""
        names = Names({key: each.employee.full_name for key, each in self._by_key.items()})
        for each in (asked := list(self.unknown.values())[:MOST_ASKED]):
            # An address looks like the name before its @.
            like = [self._by_key[key] for key in names.like(each.text.partition("@")[0])]
            found = [(candidate.key, candidate.label) for candidate in like]
            each.suggestions = list(dict.fromkeys([*each.suggestions, *found]))
        return [each.as_json() for each in asked]


def key_of(employee: Employee, line: int | None = None) -> str:
    """What stands for somebody in choices: their key, or the row of whoever is not here yet."""
    return str(employee.pk) if line is None else f"line:{line}"
