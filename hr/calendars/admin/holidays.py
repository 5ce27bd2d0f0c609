"""The screens of holiday calendars and of their holidays."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy as _, ngettext
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from core.company_admin import (
    ChoiceFilter,
    CompanyModelAdmin,
    CompanyModelForm,
    FieldChoiceFilter,
    RecordFilter,
    column,
    company_admin,
    record_action,
    show_action_page,
)
from core.countries import country_names
from core.http import CompanyRequest
from core.moments import day_text
from hr.calendars import actions
from hr.calendars.models import Holiday, HolidayCalendar
from hr.calendars.public_holidays import country_choices, subdivision_choices
from tenants.accounts.capabilities import Capability
from tenants.company_settings.queries import get_settings


def _place_choices() -> list[Any]:
    """None, the company's country with its parts, and every other country as a whole."""
    own = get_settings().country
    names = dict(country_choices(get_language() or "en"))
    near: list[tuple[str, Any]] = []
    if own in names:
        near = [(own, _("%(country)s, all of it") % {"country": names.pop(own)})]
        near += [(f"{own}-{code}", name) for code, name in subdivision_choices(own)]
    return [("", _("None: I add the holidays myself")), (_("Your country"), near), (_("Other countries"), list(names.items()))]


class CalendarForm(CompanyModelForm):
    """A new calendar, and where its holidays come from."""

    place = forms.ChoiceField(
        label=_("Public holidays of"),
        required=False,
        choices=_place_choices,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Those of this year are added at once. You can change, add and remove them afterwards."),
    )


class YearForm(forms.Form):
    """Of which year."""

    year = forms.IntegerField(label=_("Year"), min_value=1970, max_value=2100, widget=UnfoldAdminIntegerFieldWidget)


@admin.register(HolidayCalendar, site=company_admin)
class HolidayCalendarAdmin(CompanyModelAdmin):
    """The calendars; their holidays have a list of their own."""

    view_capability = Capability.VIEW_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    refusals: ClassVar[Any] = {actions.NothingKnown: "place", actions.CalendarRefusal: None}
    kept_message = _("Locations keep to “%(object)s”, so it cannot be deleted. Give them another calendar first.")
    list_display: ClassVar[tuple[str, ...]] = ("name", "place", "this_year", "holds_for")
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the calendar")
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    actions_detail: ClassVar[tuple[str, ...]] = ("add_year", "make_default")
    readonly_fields: ClassVar[tuple[str, ...]] = ("place", "this_year", "holds_for")

    def get_fields(self, request: HttpRequest, obj: HolidayCalendar | None = None) -> tuple[str, ...]:
        """Where the holidays come from is asked once."""
        return ("name", "place", "this_year", "holds_for") if obj else ("name", "place")

    def get_readonly_fields(self, request: HttpRequest, obj: HolidayCalendar | None = None) -> tuple[str, ...]:
        """Nothing is read only of what is not there yet."""
        return self.readonly_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: HolidayCalendar | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """With the place of a new one."""
        return super().get_form(request, obj, **({"form": CalendarForm} if obj is None else {}), **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HolidayCalendar]:
        """With the number of this year's holidays."""
        rows: QuerySet[HolidayCalendar] = super().get_queryset(request)
        return rows.annotate(holiday_count=Count("holidays", filter=Q(holidays__day__year=timezone.localdate().year)))

    @column(_("Public holidays of"))
    def place(self, calendar: HolidayCalendar) -> str | None:
        """Country and part of it."""
        if not calendar.country:
            return None
        country = dict(country_names(get_language() or "en"))[calendar.country]
        part = dict(subdivision_choices(calendar.country)).get(calendar.subdivision)
        return f"{country}, {part}" if part else country

    @column(_("This year"), ordering="holiday_count")
    def this_year(self, calendar: Any) -> SafeString:
        """A link to its holidays."""
        url = f"{reverse('admin:calendars_holiday_changelist')}?calendar__id__exact={calendar.pk}&year={timezone.localdate().year}"
        words = ngettext("%(count)s holiday", "%(count)s holidays", calendar.holiday_count) % {"count": calendar.holiday_count}
        return format_html('<a class="text-link" href="{}">{}</a>', url, words)

    @column(_("Holds for"), label={_("Everybody else"): "success"})
    def holds_for(self, calendar: HolidayCalendar) -> Any:
        """Whether it is the company's default."""
        return _("Everybody else") if calendar.is_default else _("Locations that name it")

    def save_model(self, request: CompanyRequest, obj: HolidayCalendar, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Rename, or add with this year's holidays."""
        if change:
            super().save_model(request, obj, form, change)
            return
        country, _dash, subdivision = form.cleaned_data["place"].partition("-")
        saved = actions.add_calendar(
            name=form.cleaned_data["name"],
            country=country,
            subdivision=subdivision,
            year=timezone.localdate().year,
            acting_user=request.user,
        )
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: HolidayCalendar) -> None:  # type: ignore[override]
        """Through the action, which keeps the one that holds for everybody else."""
        actions.delete_calendar(calendar=obj, acting_user=request.user)

    def has_add_year_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Where holidays can be had from."""
        calendar = self.get_object(request, object_id) if object_id else None
        return self.has_change_permission(request) and (calendar is None or bool(calendar.country))

    @record_action(_("Add a year"), icon="event_repeat", permission="add_year", url_path="add-year")
    def add_year(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask which."""
        calendar = self._calendar(request, object_id)
        next_year = max(timezone.localdate().year, (calendar.added_until or 0) + 1)

        def perform(clean: dict[str, Any]) -> str:
            count = actions.add_year(calendar=calendar, year=clean["year"], acting_user=request.user)
            words = ngettext("%(count)s holiday of %(year)s is added.", "%(count)s holidays of %(year)s are added.", count)
            return words % {"count": count, "year": clean["year"]}

        return show_action_page(
            self,
            request,
            calendar,
            form=YearForm(request.POST or None, initial={"year": next_year}),
            perform=perform,
            title=_("Add a year"),
            explanation=_(
                "The public holidays of that year are added; dates that are there already stay as they are. From October on the "
                "next year is added by itself."
            ),
            button=_("Add the holidays"),
        )

    def has_make_default_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for those that are not."""
        calendar = self.get_object(request, object_id) if object_id else None
        return self.has_change_permission(request) and (calendar is None or not calendar.is_default)

    @record_action(_("Use for everybody else"), icon="public", permission="make_default", url_path="make-default")
    def make_default(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask once more."""
        calendar = self._calendar(request, object_id)

        def perform(_clean: dict[str, Any]) -> str:
            actions.make_default(calendar=calendar, acting_user=request.user)
            return _("%(calendar)s holds for everybody whose location has no calendar of its own.") % {"calendar": calendar}

        return show_action_page(
            self,
            request,
            calendar,
            form=forms.Form(request.POST or None),
            perform=perform,
            title=_("Use for everybody else"),
            explanation=_("People without a location, and those whose location has no calendar of its own, keep to this one."),
            button=_("Use it"),
        )

    def _calendar(self, request: HttpRequest, object_id: str) -> HolidayCalendar:
        calendar: HolidayCalendar | None = self.get_object(request, object_id)
        if calendar is None:
            raise Http404
        return calendar


class YearFilter(ChoiceFilter):
    """The holidays of one year."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The years that there are."""
        return [(str(day.year), str(day.year)) for day in Holiday.objects.dates("day", "year")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Holiday]) -> QuerySet[Holiday]:
        """By the year of the date."""
        return queryset.filter(day__year=self.value()) if self.value() else queryset


@admin.register(Holiday, site=company_admin)
class HolidayAdmin(CompanyModelAdmin):
    """Every holiday of every calendar."""

    view_capability = Capability.VIEW_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    list_display: ClassVar[tuple[str, ...]] = ("date", "weekday", "name", "part", "calendar")
    list_display_links: ClassVar[tuple[str, ...]] = ("date", "name")
    list_select_related: ClassVar[tuple[str, ...]] = ("calendar",)
    list_filter: ClassVar[tuple[Any, ...]] = (("calendar", RecordFilter), YearFilter, ("part", FieldChoiceFilter))
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the holiday")
    ordering: ClassVar[tuple[str, ...]] = ("day", "calendar__name")
    fields: ClassVar[tuple[str, ...]] = ("calendar", "day", "name", "part")

    @column(_("Date"), ordering="day")
    def date(self, holiday: Holiday) -> str:
        """As the company writes dates."""
        return day_text(holiday.day)

    @column(_("Weekday"))
    def weekday(self, holiday: Holiday) -> str:
        """Whether it takes a working day."""
        return date_format(holiday.day, "l")
