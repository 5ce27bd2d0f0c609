"""The screen of loans and advances, with their movements."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from core.company_admin import (
    DayInput,
    FieldChoiceFilter,
    SearchedRecordFilter,
    column,
    company_admin,
    record_action,
    show_action_page,
)
from core.http import CompanyRequest
from core.ids import new_id
from payroll.compensation import actions
from payroll.compensation.admin.ledgers import ledger_table
from payroll.compensation.admin.screen import AmountForm, DatedForm, PayScreen
from payroll.compensation.models import Loan, LoanEntryKind
from payroll.compensation.rules.amounts import DIGITS, PLACES
from payroll.compensation.wording import amount_text
from payroll.structures.models import AmountRule, Kind, PayComponent

_CHANGEABLE = tuple(actions.LoanChanges.__annotations__)


class LoanForm(AmountForm):
    """A new loan also says how much was lent, and when."""

    amount = forms.DecimalField(
        label=_("Amount"), max_digits=DIGITS, decimal_places=PLACES, widget=UnfoldAdminDecimalFieldWidget, required=False
    )
    paid_on = forms.DateField(label=_("Paid out on"), widget=DayInput, required=False)

    def clean(self) -> dict[str, Any] | None:
        """Both are needed on the way in."""
        clean = super().clean() or {}
        if "amount" in self.fields:
            for name in ("amount", "paid_on"):
                if clean.get(name) is None and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return clean


class EntryForm(forms.Form):
    """A movement outside of pay."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(kind.value, kind.label) for kind in LoanEntryKind if kind != LoanEntryKind.REPAID_FROM_PAY],
        initial=LoanEntryKind.REPAID.value,
        widget=UnfoldAdminSelectWidget,
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=DIGITS,
        decimal_places=PLACES,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text=_("Without a sign. Only a correction may be below zero: then less is owed."),
    )
    booked_on = forms.DateField(label=_("Day"), widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget)
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)


@admin.register(Loan, site=company_admin)
class LoanAdmin(PayScreen):
    """What people were lent, and what they still owe."""

    form: type[DatedForm] = LoanForm
    list_display: ClassVar[tuple[str, ...]] = ("person", "name", "kind", "owed", "each", "is_paused")
    list_display_links: ClassVar[tuple[str, ...]] = ("person", "name")
    list_filter: ClassVar[tuple[Any, ...]] = (("employee", SearchedRecordFilter), ("kind", FieldChoiceFilter), "is_paused")
    ordering: ClassVar[tuple[str, ...]] = ("employee__last_name", "employee__first_name", "-first_instalment_on")
    readonly_fields: ClassVar[tuple[str, ...]] = ("owed", "movements")
    actions_detail: ClassVar[tuple[str, ...]] = ("record_entry",)
    add_fieldsets: ClassVar[Any] = (
        (None, {"fields": ("employee", "kind", "name", "component")}),
        (_("Lent"), {"fields": (("amount", "paid_on"),)}),
        (_("Paid back"), {"fields": (("instalment", "first_instalment_on"),)}),
    )
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("employee", "kind", "name", "component", "owed")}),
        (_("Paid back"), {"fields": (("instalment", "first_instalment_on"), "is_paused")}),
        (_("Movements"), {"fields": ("movements",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Loan]:
        """With what is owed."""
        return cast("Any", super().get_queryset(request)).with_balance()  # type: ignore[no-any-return]

    def get_fieldsets(self, request: HttpRequest, obj: Loan | None = None) -> Any:
        """What was lent is asked once."""
        return self.add_fieldsets if obj is None else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was agreed stays; the instalments to come may change."""
        names = super().get_readonly_fields(request, obj)
        return names if obj is None else [*names, "kind", "component"]

    def get_changeform_initial_data(self, request: CompanyRequest) -> dict[str, Any]:
        """Paid out today."""
        return {"paid_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Deductions whose amount is entered for each person."""
        if db_field.name == "component":
            repaying = PayComponent.objects.filter(rule=AmountRule.ENTERED, kind=Kind.DEDUCTION, proration="none")
            kwargs |= {"queryset": repaying, "initial": repaying.filter(code="loan_repayment").first()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @column(_("Owed"), ordering="owed")
    def owed(self, loan: Loan) -> str:
        """The sum of the movements."""
        return amount_text(vars(loan)["owed"], loan.currency)

    @column(_("Instalment"), ordering="instalment")
    def each(self, loan: Loan) -> str:
        """What a payday takes."""
        return amount_text(loan.instalment, loan.currency)

    @column(_("Movements"))
    def movements(self, loan: Loan) -> SafeString:
        """All of them with what was owed then, the oldest first."""
        entries = ((entry, LoanEntryKind(entry.kind).label) for entry in loan.entries.all())
        return ledger_table(entries, loan.currency, left_label=_("Owed"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Movements are facts. To end a loan, its rest is paid back or written off."""
        return False

    def has_record_entry_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change the loan."""
        return self._may_manage(request)

    @record_action(_("Record a movement"), icon="payments", permission="record_entry", url_path="record-entry")
    def record_entry(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask what happened."""
        loan: Loan | None = self.get_object(request, object_id)
        if loan is None or not self.has_change_permission(request, loan):
            raise Http404
        form = EntryForm(request.POST or None, initial={"booked_on": timezone.localdate(), "idempotency_key": new_id()})

        def perform(clean: dict[str, Any]) -> str:
            key: UUID = clean.pop("idempotency_key")
            kind = LoanEntryKind(clean.pop("kind"))
            by, now = request.user, timezone.now()
            actions.record_loan_entry(loan=loan, kind=kind, **clean, idempotency_key=key, acting_user=by, now=now)
            return _("The movement is recorded.")  # type: ignore[return-value]

        return show_action_page(
            self,
            request,
            loan,
            form=form,
            perform=perform,
            title=_("Record a movement"),
            explanation=_("%(owed)s is owed now. What pay takes is recorded by the pay run; this is for everything else.")
            % {"owed": self.owed(loan)},
            button=_("Record"),
        )

    def save_model(self, request: CompanyRequest, obj: Loan, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Lend, or change the instalments to come."""
        clean = form.cleaned_data
        if change:
            changes: Any = {name: clean[name] for name in _CHANGEABLE if name in form.changed_data}
            saved = actions.change_loan(loan=obj, acting_user=request.user, **changes)
        else:
            names = ("employee", "kind", "name", "component", "amount", "paid_on", "instalment", "first_instalment_on")
            saved = actions.grant_loan(**{name: clean[name] for name in names}, acting_user=request.user, now=timezone.now())
        obj.__dict__.update(saved.__dict__)
