"""Trying a component or a structure from its form, before it is saved."""

from abc import abstractmethod
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.http import CompanyRequest
from payroll.engine.case import Case
from payroll.structures.admin.screen import PayScreen
from payroll.structures.payslips import payslip
from payroll.structures.people import case_of, people_to_try
from payroll.structures.texts import TextNotValid, read_values, write_values
from payroll.structures.trial import Trial, ValuesMissing

_VALUES = "try_values"
_PERSON, _DAY = "try_person", "try_day"
_OF = "of"


class TrialScreen(PayScreen):
    """A screen whose form can be tried with typed values; `tried` calculates what was typed into it."""

    change_form_after_template = "admin/structures/trial_panel.html"
    # What a kept case is of: a field of golden cases.
    case_of: str

    class Media:
        js = ("js/formula_editor.js",)

    def get_urls(self) -> list[URLPattern]:
        """Also the one that tries."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_try"
        return [path("try/", self.admin_site.admin_view(self.try_view), name=name), *super().get_urls()]

    def render_change_form(  # type: ignore[override]  # Every page of the administration has its company.
        self, request: CompanyRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """With the panel for trying, filled from the first golden case."""
        original = context["original"]
        typed = request.POST.get(_VALUES, _example_of(original) if original else "")
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_try")
        context["trial"] = {
            "url": f"{url}?{urlencode({_OF: original.pk})}" if original else url,
            "values": typed,
            "people": people_to_try(request.user, timezone.localdate()),
            "day": timezone.localdate().isoformat(),
            "names": msgspec.to_builtins(self.names(context["adminform"].form)),
        }
        return super().render_change_form(request, context, *args, **options)

    def names(self, form: Any) -> list[Any]:
        """Names for the list while typing."""
        return []

    def try_view(self, request: CompanyRequest) -> HttpResponse:
        """What comes of the form as it was sent: a part of the page for scripts, a page of its own without them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        # No id of another company's is in this company's tables; what is not there is tried as something new.
        key = request.GET.get(_OF, "")
        original = self.get_object(request, key) if key else None
        form = self.get_form(request, original)(request.POST, instance=original)
        context: dict[str, Any] = {"mistakes": [], "missing": ()}
        if form.is_valid():
            context |= self._outcome(request, form, original)
        else:
            context["mistakes"] = [
                {"field": form.fields[name].label if name in form.fields else "", "message": message, "marked": _marked(form, name)}
                for name, messages in form.errors.items()
                for message in messages
            ]
        if request.headers.get("X-Requested-With") == "fetch":
            return TemplateResponse(request, "admin/structures/_trial.html", context)
        page = {**self.admin_site.each_context(request), "title": _("What comes of it"), "opts": self.opts, **context}
        return TemplateResponse(request, "admin/structures/trial.html", page)

    @abstractmethod
    def tried(self, form: Any, written: dict[str, str], case: Case | None) -> Trial:
        """Calculate what the form holds, with typed values or a person's payment. Raises ValueErrors that say why not."""

    def country_of(self, form: Any) -> str:
        """By whose law a person's payment is calculated; empty where none is asked."""
        return ""

    def _outcome(self, request: CompanyRequest, form: Any, original: Any) -> dict[str, Any]:
        text, person = request.POST.get(_VALUES, ""), request.POST.get(_PERSON, "").strip()
        if person and original and text.strip().splitlines() == _example_of(original).splitlines():
            # What stood there before somebody was chosen is an example, not this person's.
            text = ""
        country, today = self.country_of(form), timezone.localdate()
        try:
            written, day = read_values(text), _day(request.POST.get(_DAY, ""), today)
            case = case_of(request.user, person, day, today=today, country=country) if person else None
            trial = self.tried(form, written, case)
        except ValuesMissing as error:
            return {"missing": error.names}
        except ValueError as error:
            return {"mistakes": [{"message": getattr(error, "message", str(error))}]}
        if trial.payslip is not None and case is not None:
            return {"payslip": payslip(trial.payslip, case, country), "sentences": trial.sentences}
        amounts = [(code, f"{amount:f}") for code, amount in trial.amounts.items()]
        # What a person's pay makes is nobody's example.
        keep = self._keep_url(original, text, trial) if original and not person else ""
        return {"amounts": amounts, "sentences": trial.sentences, "keep_url": keep}

    def _keep_url(self, original: Any, text: str, trial: Trial) -> str:
        expected = "\n".join(f"{code} = {amount:f}" for code, amount in trial.amounts.items())
        if self.case_of == "component":
            expected = f"{next(iter(trial.amounts.values()), 0):f}"
        values = {self.case_of: original.pk, "values": text, "expected": expected}
        return f"{reverse('admin:structures_goldencase_add')}?{urlencode(values)}"


def _example_of(original: Any) -> str:
    """The values of the first golden case."""
    case = original.cases.first()
    return write_values(case.values) if case else ""


def _day(text: str, today: date) -> date:
    """Raises TextNotValid."""
    try:
        day = parse_date(text) if text else today
    except ValueError:
        day = None
    if day is None:
        raise TextNotValid(_("“%(text)s” is no day. Choose one that lies in the period.") % {"text": text})
    return day


def _marked(form: Any, name: str) -> dict[str, str] | None:
    if name not in form.fields:
        return None
    widget = form.fields[name].widget
    if getattr(widget, "mark", None) is None:
        return None
    marked: dict[str, str] = widget.get_context(name, form.data.get(name, "").replace("\r\n", "\n"), None)["marked"]
    return marked
