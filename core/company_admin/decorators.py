"""Unfold's decorators with types: what a method of a screen is to the people who look at it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from unfold.decorators import action, display

Method = TypeVar("Method", bound=Callable[..., Any])
Words = Promise | str


def column(
    heading: Words, *, ordering: str | None = None, is_header: bool = False, label: bool | dict[Words, str] | None = None
) -> Callable[[Method], Method]:
    """A value in a list or on a form.

    With `is_header` the method returns two lines. `label` draws the value as a chip; a mapping gives each value's tone.
    """

    def mark(method: Method) -> Method:
        marked: Method = display(description=heading, ordering=ordering, header=is_header or None, label=label)(method)
        return marked

    return mark


def record_action(title: Words, *, icon: str, permission: str, url_path: str) -> Callable[[Method], Method]:
    """A button on the page of one record, for whom `has_<permission>_permission` says yes."""

    def mark(method: Method) -> Method:
        decorate = action(description=title, icon=icon, permissions=[permission], url_path=url_path)
        marked: Method = decorate(method)
        return marked

    return mark
