"""What a change of roles gives and takes, in words, before it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.company_admin import company_admin
from tenants.accounts.capabilities import SCOPED, Capability, Scope
from tenants.accounts.queries import Effect
from tenants.accounts.rules import Grant

# More names than these are a number.
_NAMES = 12


@dataclass(frozen=True)
class EffectRow:
    """What a change means for some people."""

    people: str
    gains: list[str]
    loses: list[str]


def grant_words(grant: Grant) -> str:
    """Such as "See leave: direct reports"."""
    capability, scope = grant
    label = str(Capability(capability).label)
    return _("%(what)s: %(whose)s") % {"what": label, "whose": Scope(scope).label} if capability in SCOPED else label


def effect_rows(effects: Iterable[Effect]) -> list[EffectRow]:
    """Effects as they are shown."""
    rows = []
    for effect in effects:
        people = get_text_list(effect.people[:_NAMES], _("and")) or _("Everybody, about themselves and those who report to them")
        if more := len(effect.people) - _NAMES:
            people = _("%(names)s and %(count)s more") % {"names": people, "count": more} if more > 0 else people
        rows.append(EffectRow(people, list(map(grant_words, effect.gains)), list(map(grant_words, effect.loses))))
    return rows


def show_preview(request: HttpRequest, effects: Iterable[Effect], *, title: Promise | str, context: dict[str, Any]) -> HttpResponse:
    """Ask once more: what was sent is sent again, with the word that it is meant."""
    sent = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return TemplateResponse(
        request,
        "admin/accounts/preview.html",
        {
            **company_admin.each_context(request),
            "title": title,
            "effects": effect_rows(effects),
            "hidden": {**sent, "confirmed": ["yes"]},
            **context,
        },
    )
