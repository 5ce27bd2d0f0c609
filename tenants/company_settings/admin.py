"""The settings in the company administration: one row, so straight to its form."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext as _g, gettext_lazy as _
from django.views.decorators.http import require_safe
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanSwitchWidget,
)

from core.audit.sentences import register_phrases
from core.company_admin import ColorInput, CompanyModelAdmin, CompanyModelForm, PictureInput, column, company_admin
from core.countries import country_names
from core.dates import DateFormat, DateStyle
from core.files.pictures import Picture, PictureRefused, read_picture
from core.files.storage import FileNotKept
from core.formatting import format_duration
from core.http import CompanyRequest
from tenants.accounts.capabilities import Capability
from tenants.company_settings.actions import SettingsChanges, change_logo, change_settings, remove_logo
from tenants.company_settings.choices import ISO_WEEKDAYS, currency_choices, time_zone_choices
from tenants.company_settings.models import CompanySettings
from tenants.company_settings.queries import logo_url
from tenants.company_settings.rules import LOGO_WITHIN, contrast_ratio

_WEEKDAY_NAMES = dict(ISO_WEEKDAYS)
_IN_WORDS: dict[Any, str] = {
    "country": "country_name",
    "date_format": "date_example",
    "week_starts_on": "first_weekday",
    "working_days": "weekdays",
    ("workday_start", "workday_end"): "hours",
}
# WCAG 2.2, 1.4.11: a button has to stand out from the page.
_LEAST_CONTRAST = 3
_PAGE = "#ffffff"


def _weekdays_in_words(days: list[int]) -> str:
    return get_text_list([str(_WEEKDAY_NAMES[day]) for day in days], _g("and"))


register_phrases(
    {
        "settings:changed": _("%(actor)s changed the settings: %(changes)s."),
        "settings:logo_changed": _("%(actor)s changed the company’s logo."),
        "settings:logo_removed": _("%(actor)s removed the company’s logo."),
    },
    {
        "company_settings.companysettings.working_days": _weekdays_in_words,
        "company_settings.companysettings.week_starts_on": lambda day: str(_WEEKDAY_NAMES[day]),
        "company_settings.companysettings.grace_minutes": format_duration,
        "company_settings.companysettings.overtime_threshold_minutes": format_duration,
    },
)


def _date_format_choices() -> list[tuple[str, str]]:
    # Every format shown as it would write today's date.
    today = timezone.localdate()
    return [(each.value, DateStyle(each).date_text(today)) for each in DateFormat]


@dataclass(frozen=True)
class _ShownLogo:
    """What the input shows of the logo that is there."""

    url: str
    width: int
    height: int


class SettingsForm(CompanyModelForm):
    """The settings with choices instead of codes."""

    picture = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=PictureInput,
        help_text=_(
            "PNG, JPEG or WebP, at most 5 MB and 3000 pixels on each side. Everybody who opens your sign-in page sees it. "
            "In the dark theme it stands on white."
        ),
    )
    primary_color = forms.CharField(
        label=_("Primary colour"), widget=ColorInput, help_text=_("Buttons, links and marks on every page.")
    )
    secondary_color = forms.CharField(label=_("Secondary colour"), widget=ColorInput)
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: country_names(get_language() or "en"), widget=UnfoldAdminSelectWidget
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        widget=UnfoldAdminSelectWidget,
        help_text=_("People clock in by this clock unless their own record names another. What is recorded stays as it is."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=lambda: currency_choices(get_language() or "en", timezone.localdate()),
        widget=UnfoldAdminSelectWidget,
    )
    date_format = forms.ChoiceField(label=_("Dates look like"), choices=_date_format_choices, widget=UnfoldAdminSelectWidget)
    uses_24_hours = forms.BooleanField(
        label=_("24-hour clock"), required=False, widget=UnfoldBooleanSwitchWidget, help_text=_("17:05 instead of 5:05 PM.")
    )
    week_starts_on = forms.TypedChoiceField(
        label=_("Week starts on"), choices=ISO_WEEKDAYS, coerce=int, widget=UnfoldAdminSelectWidget
    )
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=ISO_WEEKDAYS, coerce=int, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.logo:
            size = (self.instance.logo_width, self.instance.logo_height)
            self.fields["picture"].initial = _ShownLogo(logo_url(self.instance), *size)

    def clean_picture(self) -> Any:
        """The picture made anew; otherwise what is there, or False for none any more, as Django has it."""
        file = self.cleaned_data["picture"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            return read_picture(file, within=LOGO_WITHIN)
        except PictureRefused as error:
            raise forms.ValidationError(str(error)) from error

    def clean_primary_color(self) -> str:
        """A colour that can be seen."""
        return self._visible(self.cleaned_data["primary_color"])

    def clean_secondary_color(self) -> str:
        """A colour that can be seen."""
        return self._visible(self.cleaned_data["secondary_color"])

    def _visible(self, color: str) -> str:
        color = color.lower()
        CompanySettings._meta.get_field("primary_color").run_validators(color)
        contrast = contrast_ratio(color, _PAGE)
        if contrast < _LEAST_CONTRAST:
            raise forms.ValidationError(
                _(
                    "This colour hardly stands out from a white page (contrast %(contrast)s to 1), so people would miss your "
                    "buttons. Choose a darker one, with a contrast of at least %(least)s to 1."
                ),
                params={"contrast": f"{contrast:.1f}", "least": _LEAST_CONTRAST},
            )
        return color


@admin.register(CompanySettings, site=company_admin)
class CompanySettingsAdmin(CompanyModelAdmin):
    """How the company works and looks."""

    view_capability = Capability.VIEW_SETTINGS
    manage_capability = Capability.MANAGE_SETTINGS
    refusals: ClassVar[Any] = {FileNotKept: "picture"}
    form = SettingsForm
    list_heading = _("Settings")
    change_form_before_template = "admin/company_settings/_preview.html"
    fieldsets: ClassVar[Any] = (
        (_("Name and looks"), {"fields": ("display_name", "tagline", "picture", ("primary_color", "secondary_color"))}),
        (_("Place"), {"fields": ("country", "time_zone", "currency")}),
        (_("Dates and times"), {"fields": ("date_format", "uses_24_hours", "week_starts_on")}),
        (
            _("Working time"),
            {
                "fields": (
                    "working_days",
                    ("workday_start", "workday_end"),
                    ("grace_minutes", "overtime_threshold_minutes"),
                )
            },
        ),
        (_("Employment"), {"fields": ("leaver_access_months",)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: CompanySettings | None = None) -> Any:
        """For who may read the settings alone, in words instead of codes."""
        groups = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return groups
        return [(name, {**group, "fields": [_IN_WORDS.get(field, field) for field in group["fields"]]}) for name, group in groups]

    @column(_("Logo"))
    def picture(self, settings: CompanySettings) -> Any:
        """As the pages show it."""
        size = (settings.logo_width, settings.logo_height)
        html = '<img class="company-logo" src="{}" alt="" width="{}" height="{}">'
        return format_html(html, logo_url(settings), *size) if settings.logo else None

    @column(_("Country"))
    def country_name(self, settings: CompanySettings) -> str:
        """By name."""
        return dict(country_names(get_language() or "en")).get(settings.country, settings.country)

    @column(_("Dates look like"))
    def date_example(self, settings: CompanySettings) -> str:
        """Today's date."""
        return settings.date_style.date_text(timezone.localdate())

    @column(_("Week starts on"))
    def first_weekday(self, settings: CompanySettings) -> str:
        """By name."""
        return str(_WEEKDAY_NAMES[settings.week_starts_on])

    @column(_("Working days"))
    def weekdays(self, settings: CompanySettings) -> str:
        """By name."""
        return _weekdays_in_words(settings.working_days)

    @column(_("Working hours"))
    def hours(self, settings: CompanySettings) -> str:
        """From when to when."""
        start, end = (settings.date_style.time_text(each) for each in (settings.workday_start, settings.workday_end))
        return _g("%(start)s to %(end)s") % {"start": start, "end": end}

    def get_urls(self) -> list[URLPattern]:
        """With the frame of the preview."""
        view = self.admin_site.admin_view(require_safe(self.show_preview))
        urls: list[URLPattern] = super().get_urls()
        return [path("preview/", view, name="company_settings_preview"), *urls]

    def show_preview(self, request: HttpRequest) -> HttpResponse:
        """The company's looks as saved; the form around it changes them while somebody types."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        themes = [{"code": "light", "name": _("Light theme")}, {"code": "dark", "name": _("Dark theme")}]
        return render(request, "tenants/company_settings/preview.html", {"themes": themes})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row, always."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one row, always."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Straight to the form."""
        return redirect("admin:company_settings_companysettings_change", 1)

    def response_change(self, request: HttpRequest, obj: CompanySettings) -> HttpResponse:
        """Back to the form, with a sentence about settings; Django's is about one of many."""
        messages.success(request, _("The settings are saved."))
        return redirect(request.path)

    def save_model(self, request: CompanyRequest, obj: CompanySettings, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action, only what was changed."""
        names = [name for name in SettingsChanges.__annotations__ if name in form.changed_data]
        change_settings(acting_user=request.user, **{name: form.cleaned_data[name] for name in names})
        picture = form.cleaned_data["picture"]
        if isinstance(picture, Picture):
            change_logo(acting_user=request.user, picture=picture)
        elif picture is False:
            remove_logo(acting_user=request.user)
