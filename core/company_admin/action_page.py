"""A page that says what an action will do, asks for what it needs, does it, and goes back to the record."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.forms.utils import ErrorList
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from core.company_admin.model_admin import CompanyModelAdmin, reason_of

Words = Promise | str


def show_action_page(
    screen: CompanyModelAdmin,
    request: HttpRequest,
    subject: models.Model | None,
    *,
    form: forms.Form,
    perform: Callable[[dict[str, Any]], Words],
    title: Words,
    explanation: Words,
    button: Words,
    back_url: str = "",
    is_danger: bool = False,
    hidden: dict[str, list[str]] | None = None,
) -> HttpResponse:
    """`perform` gets the clean values and returns what to tell afterwards; its refusals are shown in the form."""
    if late := screen.ask_again(request):
        return late
    back_url = back_url or (screen.parent_of(subject)["url"] if subject else "")
    if form.is_valid():
        try:
            done = perform(form.cleaned_data)
        except tuple(screen.refusals) as error:
            form.add_error(None, forms.ValidationError(reason_of(error)))
        else:
            messages.success(request, str(done))
            return redirect(back_url)
    context = {
        **screen.admin_site.each_context(request),
        "title": title,
        "subtitle": screen.heading_of(subject) if subject else None,
        "parent": screen.parent_of(subject) if subject else None,
        "opts": screen.opts,
        "form": form,
        "form_errors": form.non_field_errors() if form.is_bound else ErrorList(),
        "explanation": explanation,
        "button": button,
        "is_danger": is_danger,
        "back_url": back_url,
        "hidden": hidden or {},
    }
    return TemplateResponse(request, "admin/action_form.html", context)


def ask_and_do(
    screen: CompanyModelAdmin,
    request: HttpRequest,
    object_id: str,
    *,
    change: Callable[[Any], object],
    words: Callable[[Any], dict[str, str]],
    title: Words,
    explanation: Words,
    done: Words,
    is_danger: bool = False,
    back_url: str = "",
) -> HttpResponse:
    """A page that asks before something is done to a record for which nothing has to be entered.

    What is said before and afterwards may name what `words` tells of the record.
    """
    record = screen.get_object(request, object_id)
    if record is None:
        raise Http404

    def perform(_clean: dict[str, Any]) -> str:
        change(record)
        return str(done) % words(record)

    return show_action_page(
        screen,
        request,
        record,
        form=forms.Form(request.POST if request.method == "POST" else None),
        perform=perform,
        title=title,
        explanation=str(explanation) % words(record),
        button=title,
        is_danger=is_danger,
        back_url=back_url,
    )
