"""Policies: published, and who has signed them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g, gettext_lazy as _, ngettext
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from core.audit.sentences import register_phrases
from core.company_admin import (
    CompanyModelAdmin,
    DayRangeFilter,
    RecordFilter,
    SearchedRecordFilter,
    column,
    company_admin,
    record_action,
    show_action_page,
)
from core.form_fields import OneLineField
from core.http import CompanyRequest
from core.moments import moment_text
from hr.documents.actions.policies import add_policy, publish_version
from hr.documents.actions.refusals import DocumentRefusal
from hr.documents.forms import DocumentFileField
from hr.documents.models import Acknowledgement, Policy
from hr.documents.queries.policies import latest_version, progress_of, unsigned
from hr.documents.tasks import announce_policy
from hr.people.models import Department
from hr.people.queries import list_departments
from tenants.accounts.capabilities import Capability

# More names than this nobody reads on a page; the list of signatures has them all.
_MOST_NAMES = 200

register_phrases(
    {
        "policyversion:published": _("%(actor)s published %(object)s."),
        "policyversion:reminded": _("%(actor)s had everybody reminded who has not signed %(object)s."),
        "acknowledgement:signed": _("%(actor)s signed to have read a policy: %(object)s."),
    }
)


class PublishForm(forms.Form):
    """A newer version."""

    file = DocumentFileField(widget=UnfoldAdminFileFieldWidget)
    changes = OneLineField(
        label=_("What is new"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Stands in the mail and above the file."),
    )


class AddPolicyForm(forms.Form):
    """A policy with its first version."""

    name = OneLineField(label=_("Name"), max_length=120, widget=UnfoldAdminTextInputWidget)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("For"),
        required=False,
        empty_label=_("Everybody"),
        widget=UnfoldAdminSelectWidget,
        help_text=_("A department with all its parts."),
    )
    file = DocumentFileField(widget=UnfoldAdminFileFieldWidget)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = list_departments()


@admin.register(Policy, site=company_admin)
class PolicyAdmin(CompanyModelAdmin):
    """What people have to read and sign."""

    view_capability = Capability.VIEW_DOCUMENTS
    manage_capability = Capability.MANAGE_DOCUMENTS
    refusals: ClassVar[dict[type[Exception], str | None]] = {DocumentRefusal: None}
    kept_message = _("“%(object)s” was published, so it stays. Untick “in use”, and nobody is asked to sign it any more.")
    list_display: ClassVar[tuple[str, ...]] = ("name", "audience", "signed", "is_active")
    list_select_related: ClassVar[tuple[str, ...]] = ("department",)
    list_filter: ClassVar[tuple[Any, ...]] = ("is_active",)
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    actions_detail: ClassVar[tuple[str, ...]] = ("publish", "remind")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "department", "is_active")}),
        (_("Versions"), {"fields": ("versions",)}),
        (_("Signatures"), {"fields": ("signed", "missing")}),
    )
    readonly_fields: ClassVar[tuple[str, ...]] = ("versions", "signed", "missing")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With how far each policy on the page is signed, found at once for all."""
        changelist = super().get_changelist_instance(request)
        progress = progress_of(changelist.result_list, on=timezone.localdate())
        for policy in changelist.result_list:
            policy.progress = progress[policy.pk]
        return changelist

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """No department means everybody, and says so."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "department" and field is not None:
            field.empty_label = _("Everybody")
        return field

    @column(_("For"))
    def audience(self, policy: Policy) -> Any:
        """Whom it is for."""
        return policy.department or _("Everybody")

    @column(_("Signed"))
    def signed(self, policy: Policy) -> str:
        """How many of those who have to."""
        progress = vars(policy).get("progress") or progress_of([policy], on=timezone.localdate())[policy.pk]
        return _g("%(signed)s of %(asked)s") % {"signed": progress.signed, "asked": progress.asked}

    @column(_("Versions"))
    def versions(self, policy: Policy) -> SafeString:
        """Each with its file and the file's hash, latest first."""
        rows = (
            (
                reverse("policy_file", args=[policy.pk, version.pk]),
                _g("Version %(number)s, %(when)s") % {"number": version.number, "when": moment_text(version.published_at)},
                version.changes,
                _g("Fingerprint of the file (SHA-256)"),
                version.sha256,
            )
            for version in policy.versions.order_by("-number")
        )
        return format_html_join(
            "", '<p><a class="text-link" href="{}">{}</a> {}<br><small class="file-hash">{}: {}</small></p>', rows
        )

    @column(_("Has not signed"))
    def missing(self, policy: Policy) -> SafeString | str:
        """Who has to and has not."""
        latest = latest_version(policy)
        people = list(unsigned(latest, on=timezone.localdate())[:_MOST_NAMES]) if latest else []
        rows = ((reverse("employee_documents", args=[person.pk]), person) for person in people)
        return format_html_join(", ", '<a class="text-link" href="{}">{}</a>', rows) if people else _g("Everybody has signed.")

    def add_view(self, request: CompanyRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Publish a policy."""
        if not self.has_add_permission(request):
            raise PermissionDenied

        def perform(clean: dict[str, Any]) -> str:
            given = {"name": clean["name"], "department": clean["department"], "upload": clean["file"]}
            add_policy(**given, acting_user=request.user, now=timezone.now())
            return _g("“%(policy)s” is published. The mails are on their way.") % {"policy": clean["name"]}

        return show_action_page(
            self,
            request,
            None,
            form=AddPolicyForm(request.POST or None, request.FILES or None),
            perform=perform,
            title=_("Publish a policy"),
            explanation=_(
                "Everybody whom it is for gets a mail, reads the file on their pages and signs it by typing their name. Who has "
                "not signed is reminded each week for four weeks. Who joins later is asked on their first day."
            ),
            button=_("Publish"),
            back_url=reverse("admin:documents_policy_changelist"),
        )

    def has_publish_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever administers documents."""
        return self._may_manage(request)

    has_remind_permission = has_publish_permission

    @record_action(_("Publish a new version"), icon="publish", permission="publish", url_path="publish")
    def publish(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask for the file."""
        policy = self._policy(request, object_id)

        def perform(clean: dict[str, Any]) -> str:
            upload, changes = clean["file"], clean["changes"]
            publish_version(policy=policy, upload=upload, changes=changes, acting_user=request.user, now=timezone.now())
            return _g("The new version is published. Everybody is asked to sign it.")

        return show_action_page(
            self,
            request,
            policy,
            form=PublishForm(request.POST or None, request.FILES or None),
            perform=perform,
            title=_("Publish a new version"),
            explanation=_("It takes the place of the one before. Everybody has to sign anew; the signatures there are stay."),
            button=_("Publish"),
        )

    @record_action(_("Remind"), icon="notifications", permission="remind", url_path="remind")
    def remind(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, then write to whoever has not signed."""
        policy = self._policy(request, object_id)
        latest = latest_version(policy)
        count = unsigned(latest, on=timezone.localdate()).count() if latest else 0

        def perform(_clean: dict[str, Any]) -> str:
            if latest is not None:
                self.record(request, latest, "reminded")
                announce_policy.enqueue(version_id=str(latest.pk), is_reminder=True)
            return _g("The mails are on their way.")

        words = ngettext(
            "%(count)s person has not signed and gets a mail.", "%(count)s people have not signed and get a mail.", count
        )
        return show_action_page(
            self,
            request,
            policy,
            form=forms.Form(request.POST or None),
            perform=perform,
            title=_("Remind"),
            explanation=words % {"count": count},
            button=_("Send"),
        )

    def _policy(self, request: CompanyRequest, object_id: str) -> Policy:
        policy: Policy | None = self.get_object(request, object_id)
        if policy is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if policy is None or not self._may_manage(request):
            raise PermissionDenied
        return policy


@admin.register(Acknowledgement, site=company_admin)
class AcknowledgementAdmin(CompanyModelAdmin):
    """The signatures: facts, which nobody changes."""

    view_capability = Capability.VIEW_DOCUMENTS
    list_display: ClassVar[tuple[str, ...]] = ("employee", "version", "signed_name", "signed", "ip", "short_hash")
    list_display_links: ClassVar[tuple[str, ...]] = ("employee",)
    list_select_related: ClassVar[tuple[str, ...]] = ("employee", "version__policy")
    list_filter: ClassVar[tuple[Any, ...]] = (
        ("version__policy", RecordFilter),
        ("employee", SearchedRecordFilter),
        ("signed_at", DayRangeFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("employee__first_name", "employee__last_name", "version__policy__name")
    search_help_text = _("Person or policy")
    ordering: ClassVar[tuple[str, ...]] = ("-signed_at", "-id")
    export_columns: ClassVar[tuple[str, ...]] = ("employee", "version", "signed_name", "signed", "ip", "user_agent", "sha256")
    fields: ClassVar[tuple[str, ...]] = ("employee", "version", "signed_name", "signed", "ip", "user_agent", "sha256")

    @column(_("Signed"), ordering="signed_at")
    def signed(self, signature: Acknowledgement) -> str:
        """When."""
        return moment_text(signature.signed_at)

    @column(_("File"))
    def short_hash(self, signature: Acknowledgement) -> SafeString:
        """The beginning of the hash of the file that was there."""
        return format_html("<code>{}…</code>", signature.sha256[:12])
