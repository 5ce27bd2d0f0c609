"""Attendance in the company administration: today, and every punch. Facts are read here and never written."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES

from core.audit.sentences import register_phrases
from core.company_admin import DayRangeFilter, FieldChoiceFilter, SearchedRecordFilter, column, company_admin
from core.dates import local_date
from core.formatting import current_date_style
from core.http import CompanyRequest
from core.moments import day_text
from hr.attendance.access import visible_team
from hr.attendance.forms import TeamForm
from hr.attendance.models import Punch
from hr.attendance.queries import filter_team, read_team
from hr.attendance.screens import long_day, presence_counts, team_rows
from hr.people.admin.reach import ReachModelAdmin
from tenants.accounts.capabilities import Capability

PAGE_SIZE = 50

register_phrases({"punch:recorded": _("%(actor)s recorded for %(employee)s: %(kind)s, %(occurred_at)s.")})


@admin.register(Punch, site=company_admin)
class PunchAdmin(ReachModelAdmin):
    """Every punch as it was recorded."""

    view_capability = Capability.VIEW_ATTENDANCE
    list_display: ClassVar[tuple[str, ...]] = ("day", "clock", "employee", "kind", "source", "zone_name")
    list_display_links: ClassVar[tuple[str, ...]] = ("day", "clock")
    list_select_related: ClassVar[tuple[str, ...]] = ("employee",)
    list_filter: ClassVar[tuple[Any, ...]] = (
        ("wall_time", DayRangeFilter),
        ("employee", SearchedRecordFilter),
        ("kind", FieldChoiceFilter),
        ("source", FieldChoiceFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("employee__first_name", "employee__last_name")
    search_help_text = _("Name of the person")
    ordering: ClassVar[tuple[str, ...]] = ("-occurred_at",)
    fields: ClassVar[tuple[str, ...]] = ("employee", "kind", "day", "clock", "zone_name", "source", "device_time", "received_at")

    def heading_of(self, obj: Punch) -> str:
        """Who, what and when."""
        return f"{obj.employee}, {obj.get_kind_display()}, {self.day(obj)} {self.clock(obj)}"

    @column(_("Date"), ordering="occurred_at")
    def day(self, punch: Punch) -> str:
        """The date on the wall at the punch."""
        return day_text(punch.wall_time.date())

    @column(_("Time"))
    def clock(self, punch: Punch) -> str:
        """What the clock on the wall showed."""
        return current_date_style().time_text(punch.wall_time)

    def get_urls(self) -> list[URLPattern]:
        """Also the list of today."""
        today = path("today/", self.admin_site.admin_view(self.today_view), name="attendance_today")
        return [today, *super().get_urls()]

    def today_view(self, request: CompanyRequest) -> HttpResponse:
        """Everybody who works for the company today, and what the clock knows of them now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now, settings = timezone.now(), request.company_settings
        form = _in_unfolds_clothes(TeamForm(request.GET))
        # An address with nonsense in one part still shows what the other parts ask for.
        form.is_valid()
        today = local_date(now, settings.time_zone)
        team = read_team(employees=visible_team(request.user, today), settings=settings, now=now)
        found = filter_team(team, words=form.cleaned_data.get("q", ""), presence=form.cleaned_data.get("status"))
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Today, %(day)s") % {"day": long_day(today)},
            "form": form,
            "page": page,
            "rows": team_rows(page),
            "counts": presence_counts(team),
            "size": len(team),
        }
        return TemplateResponse(request, "admin/attendance/today.html", context)


def _in_unfolds_clothes(form: TeamForm) -> TeamForm:
    form.fields["q"].widget.attrs["class"] = " ".join(INPUT_CLASSES)
    form.fields["status"].widget.attrs["class"] = " ".join(SELECT_CLASSES)
    return form
