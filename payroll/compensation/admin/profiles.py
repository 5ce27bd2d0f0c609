"""The screen of tax details: the form of the person's country."""

import json
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.company_admin import ChoiceFilter, CompanyModelForm, SearchedRecordFilter, column, company_admin
from core.http import CompanyRequest
from payroll.compensation import actions
from payroll.compensation.admin.screen import DatedForm, PayScreen, ValidityFilter
from payroll.compensation.models import StatutoryProfile
from payroll.compensation.profile_fields import answers_of, conditions_of, fields_of, initial_of, told_answers
from payroll.compensation.profiles import CountryForm, country_form, field_name, form_countries
from payroll.compensation.wording import country_name, days_text


class CountryFilter(ChoiceFilter):
    """By the country whose form was filled in."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The countries that have a form."""
        return [(code, country_name(code)) for code in form_countries()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """By the code."""
        return queryset.filter(country=self.value()) if self.value() else queryset


class ProfileForm(DatedForm):
    """Person, days, and the questions of a country, which `get_form` adds."""

    country_form: ClassVar[CountryForm]

    class Meta:
        model = StatutoryProfile
        fields = ("employee", "start_date", "end_date")

    def __init__(self, *args: Any, **options: Any) -> None:
        instance = options.get("instance")
        if instance is not None and instance.answers:
            recorded = initial_of(self.country_form, json.loads(instance.answers))
            options["initial"] = recorded | (options.get("initial") or {})
        super().__init__(*args, **options)


@admin.register(StatutoryProfile, site=company_admin)
class StatutoryProfileAdmin(PayScreen):
    """What the law needs to know of everybody, in the words of their country's forms."""

    form: type[DatedForm] = ProfileForm
    list_heading = _("Tax details")
    decides_pay = False
    list_display: ClassVar[tuple[str, ...]] = ("person", "country_name", "days")
    list_filter: ClassVar[tuple[Any, ...]] = (ValidityFilter, ("employee", SearchedRecordFilter), CountryFilter)
    ordering: ClassVar[tuple[str, ...]] = ("employee__last_name", "employee__first_name", "-start_date")

    @cached_property
    def conditional_fields(self) -> dict[str, str]:
        """Questions that are shown only beside an answer to another."""
        known = [form for code in form_countries() if (form := country_form(code)) is not None]
        return {name: expression for form in known for name, expression in conditions_of(form).items()}

    def heading_of(self, obj: StatutoryProfile) -> str:
        """Whose, and when."""
        return f"{obj}, {days_text(obj.start_date, obj.end_date)}"

    @column(_("Country"), ordering="country")
    def country_name(self, profile: StatutoryProfile) -> str:
        """In words."""
        return country_name(profile.country)

    @column(_("Answers"))
    def answered(self, profile: StatutoryProfile) -> Any:
        """For who may only look: each question that was answered; of a number only its end."""
        told = told_answers(self._form_of(profile.country), json.loads(profile.answers))
        return format_html_join(SafeString("<br>"), "{}: {}", told)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The answers as a text, for who may only look."""
        names = super().get_readonly_fields(request, obj)
        return names if obj is None or self.has_change_permission(request, obj) else [*names, "answered"]

    def get_form(self, request: HttpRequest, obj: StatutoryProfile | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """With the questions of the country."""
        questions = self._questions(request, obj)
        kwargs["fields"] = list(ProfileForm.Meta.fields)
        form = super().get_form(request, obj, **kwargs)
        may_answer = obj is None or self.has_change_permission(request, obj)
        fields = fields_of(questions) if may_answer else {}
        return cast("type[CompanyModelForm]", type(form.__name__, (form,), {**fields, "country_form": questions}))

    def get_fieldsets(self, request: HttpRequest, obj: StatutoryProfile | None = None) -> Any:
        """Person and days, then the sections of the country's form in their order."""
        questions = self._questions(request, obj)
        code = self._country(request, obj)
        first = {"fields": ["employee", ("start_date", "end_date")], "description": self._other_countries(code, obj)}
        sections: dict[Any, list[str]] = {}
        for question in questions.questions:
            sections.setdefault(question.section, []).append(field_name(question.path))
        if obj is not None and not self.has_change_permission(request, obj):
            return [(country_name(code), first), (_("Answers"), {"fields": ["answered"]})]
        named = [(title, {"fields": names}) for title, names in sections.items()]
        return [(country_name(code), first), *named]

    def _other_countries(self, code: str, obj: StatutoryProfile | None) -> Any:
        intro = getattr(country_form(code), "intro", "")
        if obj is not None:
            return intro
        links = format_html_join(
            " · ",
            '<a class="text-link" href="?country={}">{}</a>',
            ((other, country_name(other)) for other in form_countries() if other != code),
        )
        return format_html("{} {} {}", intro, _("Somebody paid under the law of another country:"), links)

    def _country(self, request: HttpRequest, obj: StatutoryProfile | None) -> str:
        """Of the row, of the address, or else the company's; the first that has a form where none of these does."""
        asked = obj.country if obj is not None else request.GET.get("country", "")
        own = cast("CompanyRequest", request).company_settings.country
        return next(code for code in (asked, own, *form_countries()) if code in form_countries())

    def _questions(self, request: HttpRequest, obj: StatutoryProfile | None) -> CountryForm:
        return self._form_of(self._country(request, obj))

    def _form_of(self, code: str) -> CountryForm:
        form = country_form(code)
        if form is None:
            raise LookupError(code)
        return form

    def save_model(self, request: CompanyRequest, obj: StatutoryProfile, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Record the answers, or correct them."""
        clean, known = form.cleaned_data, obj if change else None
        answers = answers_of(self._questions(request, known), clean)
        days = {"start_date": clean["start_date"], "end_date": clean["end_date"]}
        if change:
            saved = actions.change_profile(profile=obj, answers=answers, **days, acting_user=request.user)
        else:
            saved = actions.record_profile(
                employee=clean["employee"],
                country=self._country(request, None),
                answers=answers,
                **days,
                acting_user=request.user,
            )
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: StatutoryProfile) -> None:  # type: ignore[override]
        """Take back what was recorded by mistake."""
        actions.delete_profile(profile=obj, acting_user=request.user)
