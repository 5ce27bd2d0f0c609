"""Whose documents somebody sees and adds to: by the group of data that a type belongs to, as `hr.people.access` says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from core.audit.actions import record_read
from hr.documents.models import Document, DocumentRequest, DocumentType, PolicyVersion
from hr.documents.queries import open_requests
from hr.documents.queries.policies import Duty, duties_of
from hr.people.access import OTHERS, allowed_over, reach_of
from hr.people.models import Employee, EmployeeQuerySet
from hr.people.queries import employee_of_user
from tenants.accounts.capabilities import DOCUMENT_GROUPS, SENSITIVE_GROUPS, Capability, DataGroup
from tenants.accounts.models import User


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with the documents of one employee."""

    employee: Employee
    is_own: bool
    seen: frozenset[str]
    """Groups of data whose documents they see."""
    managed: frozenset[str]
    """Groups to whose documents they may add any; of one's own that takes a role for the whole company."""
    may_upload: bool
    """Whether it is their own and they may upload what the types let employees upload."""

    @property
    def visible(self) -> Q:
        """The documents they see. What a type hides from the person it hides from whoever that is."""
        shown = Q(type__data_group__in=self.seen)
        return shown & Q(type__shown_to_employee=True, superseded_at=None) if self.is_own else shown

    def manages(self, type: DocumentType) -> bool:  # noqa: A002 - The field's own name.
        """Whether they may change and remove documents of this type."""
        return type.data_group in self.managed and (type.shown_to_employee or not self.is_own)

    def may_add(self, type: DocumentType) -> bool:  # noqa: A002 - The field's own name.
        """Whether they may add one of this type."""
        return self.manages(type) or (self.may_upload and type.uploaded_by_employee)

    def sees_request(self, request: DocumentRequest) -> bool:
        """Whether they see that the person was asked; not the person, of a type that was hidden from them since."""
        return request.type.data_group in self.seen and (request.type.shown_to_employee or not self.is_own)

    def may_hand_in(self, type: DocumentType) -> bool:  # noqa: A002 - The field's own name.
        """Whether they may upload one of this type that the person was asked for."""
        return self.manages(type) or (self.may_upload and type.shown_to_employee)

    @property
    def replaceable(self) -> Q:
        """The documents in whose place they may put what they were asked for: not what others have uploaded to be read."""
        types = Q(type__data_group__in=self.managed)
        if self.is_own:
            types &= Q(type__shown_to_employee=True)
        if self.may_upload:
            types |= Q(type__uploaded_by_employee=True) | Q(uploaded_by=self.employee.user_id)
        return types

    def addable(self, types: Iterable[DocumentType]) -> list[DocumentType]:
        """Those of `types` of which they may add documents."""
        return [type_ for type_ in types if self.may_add(type_)]


def rights_over(viewer: User, employee: Employee, *, on: date) -> Rights:
    """What `viewer` may do with this employee's documents; one statement."""
    is_own = employee.user_id == viewer.pk
    allowed = allowed_over(viewer, employee, [each for group in DOCUMENT_GROUPS for each in (group.view, group.manage)], on=on)
    managed = {group for group in DOCUMENT_GROUPS if (viewer.has_perm(group.manage) if is_own else group.manage in allowed)}
    return Rights(
        employee,
        is_own,
        seen=frozenset(group for group in DOCUMENT_GROUPS if group.view in allowed),
        managed=frozenset(managed),
        may_upload=is_own and Capability.MANAGE_DOCUMENTS in allowed,
    )


def rights_or_404(viewer: User, employee_id: UUID, *, on: date) -> Rights:
    """The employee with what `viewer` may do with their documents, if they may see any. Raises Http404."""
    # Its photo stands on each page.
    employee = Employee.objects.as_of(on).select_related("personal_record").filter(pk=employee_id).first()
    if employee is None or not (rights := rights_over(viewer, employee, on=on)).seen:
        raise Http404
    return rights


def document_or_404(rights: Rights, document_id: UUID) -> Document:
    """A document that they see. Raises Http404."""
    documents = Document.objects.filter(rights.visible, employee=rights.employee, pk=document_id)
    document = documents.select_related("type", "employee").first()
    if document is None:
        raise Http404
    return document


def request_or_404(rights: Rights, request_id: UUID) -> DocumentRequest:
    """An open request for a document that they may see. Raises Http404."""
    request = open_requests(rights.employee).filter(pk=request_id).first()
    if request is None or not rights.sees_request(request):
        raise Http404
    return request


def may_ask(viewer: User, type: DocumentType, *, on: date) -> EmployeeQuerySet:  # noqa: A002 - The field's own name.
    """Of whom `viewer` may ask for a document of this type."""
    return Employee.objects.filter(reach_of(viewer, DataGroup(type.data_group).manage, on=on, scopes=OTHERS))


def documents_in_reach(viewer: User, *, on: date) -> Q:
    """What `viewer` sees of people because of a role, whatever the group: a filter of documents, and of requests for them."""
    reached = Q(pk__in=[])
    for group in DOCUMENT_GROUPS:
        reach = reach_of(viewer, group.view, on=on, scopes=OTHERS)
        whose = Q(employee__in=Employee.objects.filter(reach)) if reach else Q()
        reached |= Q(type__data_group=group) & whose
    return reached & ~Q(employee__user=viewer, type__shown_to_employee=False)


def note_looks(viewer: User, documents: Iterable[Document]) -> None:
    """Write down that `viewer` is shown salary, bank or medical documents of others."""
    whose: dict[str, dict[UUID, Employee]] = {}
    for document in documents:
        if document.type.data_group in SENSITIVE_GROUPS and document.employee.user_id != viewer.pk:
            whose.setdefault(document.type.data_group, {})[document.employee_id] = document.employee
    for group, employees in whose.items():
        record_read(acting_user=viewer, subjects=employees.values(), data_group=group)


def duty_or_404(viewer: User, policy_id: UUID, *, on: date) -> Duty:
    """A policy that `viewer` has to sign or has signed. Raises Http404."""
    employee = employee_of_user(viewer, on=on)
    duty = next((duty for duty in duties_of(employee, on=on) if duty.version.policy_id == policy_id), None) if employee else None
    if duty is None:
        raise Http404
    return duty


def policy_version_or_404(viewer: User, policy_id: UUID, version_id: UUID, *, on: date) -> PolicyVersion:
    """A version that `viewer` has to sign, or has signed, or any for whoever sees documents of everybody. Raises Http404."""
    version = PolicyVersion.objects.filter(policy=policy_id, pk=version_id).first()
    if version is None:
        raise Http404
    if viewer.has_perm(Capability.VIEW_DOCUMENTS) or version.acknowledgements.filter(employee__user=viewer).exists():
        return version
    if duty_or_404(viewer, policy_id, on=on).version.pk != version.pk:
        raise Http404
    return version
