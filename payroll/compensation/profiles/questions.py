"""Questions of a form, and a profile of nested structs that is made of their answers.

A question has the path of a field in the profile, such as "declaration.residency". Where the field holds one of several structs,
or none, its own question says which, and those of the structs' fields stand below it: "w4" is "W4", then "w4.W4.credits" counts.
Answers are what JSON holds: texts, yes or no, lists; amounts and dates are texts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = Promise | str
type Answers = Mapping[str, Any]
NONE = ""


class AnswersNotValid(ValueError):
    """What was answered cannot be: the path of the question where one is to blame, and why, in a sentence."""

    def __init__(self, message: str, path: str = "") -> None:
        self.message, self.path = message, path
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where its answer goes, in which section of the form it stands, and the form's own words.

    `choices` are words for the values of a field. `read` turns a text, such as a number that is checked and kept, into what the
    field holds; `check` only reads it; both raise what the pack raises. `only_if` is the path and the answer of another question
    without which this one has no meaning. `places` are the decimals that an amount or a share may have.
    """

    path: str
    section: Words
    label: Words
    help: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    read: Callable[[str], Any] | None = None
    check: Callable[[str], Any] | None = None
    only_if: tuple[str, Any] | None = None
    places: int = 2


def field_name(path: str) -> str:
    """What the field of a question is called in a form."""
    return f"answer_{path.replace('.', '__')}"


def type_at(profile: type, path: str) -> Any:
    """The type of the field at a path. Raises KeyError for none."""
    found: Any = profile
    for name in path.split("."):
        structs = structs_of(found)
        if name in structs and len(structs) > 1:
            found = structs[name]
        else:
            [struct] = structs.values()
            found = _hints(struct)[name]
    return found


def default_at(profile: type, path: str) -> Any:
    """What the profile holds at a path if nobody answers: a value, a struct, or None where there is no default.

    Below a struct that is not there unless somebody says so, what it holds as soon as it is.
    """
    value: Any = profile
    names = path.split(".")
    for depth, name in enumerate(names):
        if value is None:
            [value] = structs_of(type_at(profile, ".".join(names[:depth]))).values()
        if isinstance(value, type):
            field = next((each for each in msgspec.structs.fields(value) if each.name == name), None)
            if field is None or field.required:
                return None
            value = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
        elif type(value).__name__ != name:
            value = getattr(value, name, None)
    return value


def structs_of(annotation: Any) -> dict[str, type]:
    """The structs that a field may hold, by name."""
    return {part.__name__: part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, msgspec.Struct)}


def may_be_none(annotation: Any) -> bool:
    """Whether a field may hold nothing."""
    return NoneType in _parts(annotation)


def literals_of(annotation: Any) -> list[str]:
    """The texts that a field may hold, where they are listed."""
    return [str(value) for part in _parts(annotation) if get_origin(part) is Literal for value in get_args(part)]


def is_type(annotation: Any, kind: type) -> bool:
    """Whether a field holds a `kind`."""
    return any(part is kind or get_origin(part) is kind for part in _parts(annotation))


def assemble(profile: type, answers: Answers, questions: Mapping[str, Question]) -> Any:
    """The profile that the answers make; what was not answered is as the profile has it. Raises AnswersNotValid."""
    return _struct(profile, "", answers, questions)


def _struct(struct: type, prefix: str, answers: Answers, questions: Mapping[str, Question]) -> Any:
    values = {}
    for name, annotation in _hints(struct).items():
        path = f"{prefix}{name}"
        if any(key == path or key.startswith(f"{path}.") for key in answers):
            values[name] = _value(annotation, path, answers, questions)
    try:
        return struct(**values)
    except TypeError as error:
        raise AnswersNotValid(_("A question that has to be answered has no answer.")) from error


def _value(annotation: Any, path: str, answers: Answers, questions: Mapping[str, Question]) -> Any:
    structs = structs_of(annotation)
    if structs:
        return _chosen(annotation, structs, path, answers, questions)
    answer, question = answers[path], questions.get(path)
    if question is not None and question.read is not None:
        return question.read(answer)
    try:
        return msgspec.convert(None if answer == NONE and may_be_none(annotation) else answer, annotation, strict=False)
    except msgspec.ValidationError as error:
        raise AnswersNotValid(_("“%(answer)s” is no answer to this question.") % {"answer": answer}, path) from error


def _chosen(annotation: Any, structs: Mapping[str, type], path: str, answers: Answers, questions: Mapping[str, Question]) -> Any:
    choice = str(answers.get(path) or "")
    if may_be_none(annotation) and not choice:
        return None
    if len(structs) == 1:
        [struct] = structs.values()
        return _struct(struct, f"{path}.", answers, questions)
    if choice not in structs:
        raise AnswersNotValid(_("Choose one of the forms."), path)
    return _struct(structs[choice], f"{path}.{choice}.", answers, questions)


def _parts(annotation: Any) -> Iterator[Any]:
    """The types that a union is made of, with aliases followed."""
    if isinstance(annotation, TypeAliasType):
        yield from _parts(annotation.__value__)
    elif get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def _hints(struct: type) -> dict[str, Any]:
    hints = get_type_hints(struct)
    return {field.name: hints[field.name] for field in msgspec.structs.fields(struct)}
