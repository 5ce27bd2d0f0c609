"""What is asked when somebody's employment changes, and of lists of checklists."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.form_fields import OneLineField
from hr.calendars.queries import list_patterns
from hr.lifecycle.models import ChecklistTemplate, Occasion
from hr.people.models import Employee, EmploymentTerms
from hr.people.queries import list_departments, list_locations, list_managers

# A first and a last name.
_LONGEST_NAME = 200


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonField(forms.Field):
    """Somebody who works here or will, by name or work e-mail: two thousand names fit no list to choose from."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **{"widget": forms.TextInput, **options})

    def prepare_value(self, value: Any) -> Any:
        """The address, which is one person's alone."""
        return value.work_email if isinstance(value, Employee) else value

    def to_python(self, value: Any) -> Any:
        """The person."""
        words = " ".join(str(value or "").split())[:_LONGEST_NAME]
        if not words:
            return None
        first, _space, last = words.partition(" ")
        people = Employee.objects.as_of(timezone.localdate()).not_left(timezone.localdate())
        named = Q(first_name__iexact=first, last_name__iexact=last) | Q(last_name="", first_name__iexact=words)
        found = list(people.filter(Q(work_email__iexact=words) | named)[:2])
        if not found:
            raise forms.ValidationError(_("Nobody who works here has this name or work e-mail. Check how it is spelled."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several people have this name. Give the work e-mail of the one you mean."))
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By the address."""
        return super().has_changed(self.prepare_value(initial), data)


class ChangeForm(forms.Form):
    """Some of somebody's terms, and from which day on they change."""

    terms: tuple[str, ...] = ()
    start_date = forms.DateField(
        label=_("From"), widget=_DayInput, help_text=_("The first day on which it is so. It may lie ahead, and in the past.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lists = {"department": list_departments, "location": list_locations, "work_pattern": list_patterns}
        for name in self.terms:
            column: Any = EmploymentTerms._meta.get_field(name)
            if name == "manager":
                field: Any = PersonField(help_text=_("Name or work e-mail. Empty: nobody."))
                # Suggested while somebody types; see `suggested_managers`.
                field.widget.attrs["list"] = "managers"
            elif name in lists:
                field = forms.ModelChoiceField(lists[name](), required=False, empty_label="–")
                field.help_text = column.help_text
            else:
                field = column.formfield(**({"form_class": OneLineField} if name == "job_title" else {}))
                # What the model says holds here too: bounds, and how many digits.
                field.validators = [*field.validators, *column.validators]
            field.label = capfirst(str(column.verbose_name))
            self.fields[name] = field

    def suggested_managers(self) -> list[str]:
        """The addresses of those who lead somebody."""
        return [each.work_email for each in list_managers(on=timezone.localdate())[:200]]


class TransferForm(ChangeForm):
    """To another department, manager or location."""

    terms = ("department", "manager", "location", "cost_center")


class PromotionForm(ChangeForm):
    """To another job."""

    terms = ("job_title", "department", "manager")


class HoursForm(ChangeForm):
    """To other hours."""

    terms = ("weekly_hours", "full_time_equivalent", "work_pattern")


class LeaveForm(forms.Form):
    """When somebody leaves, and what follows."""

    last_day = forms.DateField(label=_("Last day"), widget=_DayInput, help_text=_("The last day on which they work for you."))
    access_ends_at = forms.DateTimeField(
        label=_("Access ends"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help_text=_("By the company’s clock. Empty: when the last day is over, and a shift that still runs then."),
    )
    successor = PersonField(
        label=_("Who leads their reports on"),
        help_text=_("Name or work e-mail. Empty: nobody."),
        widget=forms.TextInput({"list": "managers"}),
    )

    def suggested_managers(self) -> list[str]:
        """The addresses of those who lead somebody."""
        return [each.work_email for each in list_managers(on=timezone.localdate())[:200]]


class StartForm(forms.Form):
    """Which checklist, and from which day its tasks count."""

    template = forms.ModelChoiceField(ChecklistTemplate.objects.none(), label=_("Checklist"), empty_label=None)
    anchor_date = forms.DateField(
        label=_("First or last day"),
        widget=_DayInput,
        help_text=_("Tasks are due so many days before or after it, and never before today."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].queryset = ChecklistTemplate.objects.order_by("occasion", "name")  # type: ignore[attr-defined]


class ChecklistsForm(forms.Form):
    """Search and filters of the list of checklists, in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.SearchInput)
    occasion = forms.ChoiceField(label=_("Occasion"), required=False, choices=[("", _("Joining and leaving")), *Occasion.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Open")), ("late", _("With late tasks")), ("done", _("Done"))]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["q"].widget.attrs.update({"class": "form-control", "placeholder": _("Name"), "autocomplete": "off"})
        for name in ("occasion", "state"):
            self.fields[name].widget.attrs["class"] = "form-select"


def first_day_for_changes(employee: Employee, today: date) -> date:
    """The day that forms begin with: today, or the first day of who is still to come."""
    return max(today, employee.period.start_date)
