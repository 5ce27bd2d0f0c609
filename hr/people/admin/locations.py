"""The screen of locations."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from core.company_admin import CompanyModelAdmin, CompanyModelForm, RecordFilter, column, company_admin
from core.http import CompanyRequest
from hr.people import actions
from hr.people.models import Location
from tenants.accounts.capabilities import Capability
from tenants.company_settings.choices import time_zone_choices


class LocationForm(CompanyModelForm):
    """A location, with zones to choose from."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("The company's")), *time_zone_choices()],
        widget=UnfoldAdminSelectWidget,
        help_text=Location._meta.get_field("time_zone").help_text,
    )


@admin.register(Location, site=company_admin)
class LocationAdmin(CompanyModelAdmin):
    """Where people work."""

    view_capability = Capability.VIEW_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    refusals: ClassVar[Any] = {actions.PeopleRefusal: None}
    kept_message = _("People work or worked at %(object)s, so it cannot be deleted. It stays for what was so.")
    form = LocationForm
    list_display: ClassVar[tuple[str, ...]] = ("name", "first_line", "time_zone", "holiday_calendar", "geofence", "people")
    list_select_related: ClassVar[tuple[str, ...]] = ("holiday_calendar",)
    list_filter: ClassVar[tuple[Any, ...]] = (("holiday_calendar", RecordFilter),)
    search_fields: ClassVar[tuple[str, ...]] = ("name", "address")
    search_help_text = _("Name or address")
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "address", ("time_zone", "holiday_calendar"))}),
        (
            _("Geofence"),
            {
                "fields": (("latitude", "longitude", "radius_metres"),),
                "description": _(
                    "Where the location is on the ground, to tell whether somebody is there. Clocking in does not ask for it yet."
                ),
            },
        ),
    )

    def save_model(self, request: CompanyRequest, obj: Location, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Change, or add where the plan has room for another."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            actions.add_location(location=obj, acting_user=request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Location]:
        """With the number of people who work there now."""
        today = timezone.localdate()
        is_now = Q(terms__start_date__lte=today) & (Q(terms__end_date__isnull=True) | Q(terms__end_date__gte=today))
        locations: QuerySet[Location] = super().get_queryset(request)
        return locations.annotate(people_count=Count("terms", filter=is_now))

    @column(_("Address"))
    def first_line(self, location: Location) -> str:
        """On one line."""
        return ", ".join(location.address.splitlines())

    @column(_("Geofence"))
    def geofence(self, location: Location) -> str | None:
        """How far it reaches."""
        return _("%(radius)s m around it") % {"radius": location.radius_metres} if location.radius_metres else None

    @column(_("People"), ordering="people_count")
    def people(self, location: Any) -> SafeString:
        """A link to them."""
        url = f"{reverse('admin:people_employee_changelist')}?location={location.pk}&employment=now"
        return format_html('<a class="text-link" href="{}">{}</a>', url, location.people_count)
