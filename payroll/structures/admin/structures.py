"""The screen of structures, with their versions."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.company_admin import column, company_admin, record_action
from core.http import CompanyRequest
from payroll.engine.case import Case
from payroll.structures import actions
from payroll.structures.admin.trial import TrialScreen
from payroll.structures.book import Book
from payroll.structures.content import Content, decoded, formula_of, plan_content
from payroll.structures.forms import StructureForm
from payroll.structures.models import PayStructure, PayStructureVersion
from payroll.structures.own_law import pack_for
from payroll.structures.trial import Trial, try_structure

_MOST_VERSIONS = 50


@admin.register(PayStructure, site=company_admin)
class StructureAdmin(TrialScreen):
    """What people are paid by."""

    form = StructureForm
    case_of = "structure"
    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.ParentCircle: "parent",
        **TrialScreen.refusals,
        actions.CodeTaken: "name",
    }
    list_display: ClassVar[tuple[str, ...]] = ("name", "group", "country", "currency", "parent", "size")
    list_select_related: ClassVar[tuple[str, ...]] = ("parent",)
    search_fields: ClassVar[tuple[str, ...]] = ("name", "group")
    search_help_text = _("Name or group")
    readonly_fields: ClassVar[tuple[str, ...]] = ("whole",)
    actions_detail: ClassVar[tuple[str, ...]] = ("versions",)

    def get_fieldsets(self, request: HttpRequest, obj: PayStructure | None = None) -> Any:
        """With all of it once there is something."""
        fields = ("name", "group", "country", "currency", "parent", "components", *(("whole",) if obj else ()))
        return self.with_switch(request, ((None, {"fields": fields}),))

    def get_queryset(self, request: HttpRequest) -> QuerySet[PayStructure]:
        """With the number of own components."""
        structures: QuerySet[PayStructure] = super().get_queryset(request)
        return structures.annotate(own_count=Count("components"))

    @column(_("Own components"), ordering="own_count")
    def size(self, structure: Any) -> int:
        """How many."""
        count: int = structure.own_count
        return count

    @column(_("All components"))
    def whole(self, structure: PayStructure) -> SafeString:
        """With those of the parent, in their order."""
        book = Book()
        own = {each.pk for each in book.own_components(structure)}
        rows = [{"component": each, "is_own": each.pk in own} for each in book.components_of(structure)]
        return render_to_string("admin/structures/_whole.html", {"rows": rows})

    @record_action(_("Versions"), icon="history", permission="view", url_path="versions")
    def versions(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Each version with what it holds, the latest first."""
        structure = self.get_object(request, object_id)
        if structure is None:
            raise Http404
        rows = PayStructureVersion.objects.filter(structure_key=structure.pk).order_by("-number")[:_MOST_VERSIONS]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Versions"),
            "subtitle": self.heading_of(structure),
            "parent": self.parent_of(structure),
            "opts": self.opts,
            "versions": [{"version": row, "components": _told(decoded(row.content))} for row in rows],
        }
        return TemplateResponse(request, "admin/structures/versions.html", context)

    def country_of(self, form: Any) -> str:
        """That of the structure: a person's payment is a whole payslip."""
        country: str = form.instance.country
        return country

    def tried(self, form: Any, written: dict[str, str], case: Case | None) -> Trial:
        """With the components that are chosen in the form, and the figures of the day of payment."""
        content = Book().content_of(form.instance, own=form.cleaned_data["components"])
        day = None if case is None else case.period.pay_date
        person = None if case is None else (case, pack_for(country=content.country, pay_date=case.period.pay_date))
        return try_structure(plan_content(content, day), content.country, written, content.currency, person=person)

    def save_model(self, request: CompanyRequest, obj: PayStructure, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action, components and all."""
        components = form.cleaned_data["components"]
        actions.save_structure(structure=obj, components=components, **self.edit_of(request, form))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        """Nothing: the action has written the components."""

    def delete_model(self, request: CompanyRequest, obj: PayStructure) -> None:  # type: ignore[override]  # One kind of row.
        """Unless it is in use."""
        actions.delete_structure(structure=obj, acting_user=request.user, now=timezone.now())


def _told(content: Content) -> list[dict[str, str]]:
    return [
        {"name": each.name, "code": each.code, "amount": formula_of(each), "condition": each.condition or ""}
        for each in content.components
    ]
