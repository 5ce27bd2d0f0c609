"""A document added, replaced by a newer version, corrected, removed."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.audit.actions import Actor, changed_values, field_values, record_event
from core.encryption import MASK
from core.files.storage import delete_on_commit
from hr.documents.actions.keeping import Upload, kept_file
from hr.documents.actions.refusals import AlreadyThere, DateMissing, NotCurrent, TypeNotUsed
from hr.documents.actions.requests import fulfil_requests
from hr.documents.models import Document, DocumentType
from hr.documents.queries import is_asked_for
from hr.people.models import Employee
from tenants.accounts.capabilities import SENSITIVE_GROUPS
from tenants.accounts.models import User

FOLDER = "documents"


def add_document(
    *,
    employee: Employee,
    type: DocumentType,  # noqa: A002 - The field's own name.
    upload: Upload,
    acting_user: User | None,
    now: datetime,
    title: str = "",
    expires_on: date | None = None,
) -> Document:
    """Keep a document of an employee. Answers the request for one, if there is.

    Of a type that is not used any more only what was asked for. Raises TypeNotUsed, DateMissing, AlreadyThere, NoRoom, FileRefused.
    """
    if not type.is_active and not is_asked_for(employee, type):
        raise TypeNotUsed
    document = Document(employee=employee, type=type, title=title, expires_on=expires_on)
    return _keep(document, upload, replaced=None, acting_user=acting_user, now=now)


def replace_document(
    *, document: Document, upload: Upload, acting_user: User, now: datetime, title: str = "", expires_on: date | None = None
) -> Document:
    """Keep a newer version and return it; the one before stays for whoever administers documents.

    Raises NotCurrent, DateMissing, AlreadyThere, NoRoom, FileRefused.
    """
    newer = Document(
        series=document.series,
        version=document.version + 1,
        employee=document.employee,
        type=document.type,
        title=title,
        expires_on=expires_on,
    )
    return _keep(newer, upload, replaced=document, acting_user=acting_user, now=now)


def _keep(document: Document, upload: Upload, *, replaced: Document | None, acting_user: User | None, now: datetime) -> Document:
    if document.type.expires and document.expires_on is None:
        raise DateMissing
    same = Document.objects.filter(employee=document.employee, type=document.type, sha256=upload.sha256, superseded_at=None)
    if same.exists():
        raise AlreadyThere
    document.extension, document.original_name = upload.kind.extension, upload.name
    document.size, document.sha256 = len(upload.content), upload.sha256
    document.uploaded_by, document.uploaded_at = acting_user, now
    try:
        with kept_file(upload, folder=FOLDER) as document.file:
            if replaced is not None:
                _supersede(replaced, now=now)
            document.save(force_insert=True)
            _record("replaced" if replaced else "added", document, acting_user)
            fulfil_requests(document=document, acting_user=acting_user, now=now)
    except IntegrityError as error:
        # Checked above; the same form came twice at one moment.
        raise AlreadyThere from error
    return document


def _supersede(document: Document, *, now: datetime) -> None:
    current = Document.objects.select_for_update().filter(pk=document.pk, superseded_at=None).first()
    if current is None:
        raise NotCurrent
    current.superseded_at = now
    current.save(update_fields=["superseded_at"])


def change_document(*, document: Document, title: str, expires_on: date | None, acting_user: Actor) -> Document:
    """Correct what is said of a document; the file stays. Raises NotCurrent, DateMissing."""
    if document.type.expires and expires_on is None:
        raise DateMissing
    with transaction.atomic():
        current = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk, superseded_at=None)
        found = current.select_related("type", "employee").first()
        if found is None:
            raise NotCurrent
        values: dict[str, Any] = {"title": title, "expires_on": expires_on}
        before, after = changed_values(field_values(found, list(values)), values)
        if after:
            found.title, found.expires_on = title, expires_on
            if "expires_on" in after:
                found.reminded_days = None
            found.save(update_fields=[*after, "reminded_days"])
            record_event(
                action="document:changed",
                acting_user=acting_user,
                subject=found,
                before=_told(before, found),
                after=_told(after, found),
            )
    return found


def _told(values: dict[str, Any], document: Document) -> dict[str, Any]:
    """What the trail may tell: a title of a medical document may say what only few may know."""
    if document.type.data_group in SENSITIVE_GROUPS:
        return {name: MASK if name == "title" and value else value for name, value in values.items()}
    return values


def remove_document(*, document: Document, acting_user: User) -> None:
    """Delete a document with all its versions and their files. Raises NotCurrent."""
    with transaction.atomic():
        versions = list(Document.objects.select_for_update(of=("self",)).filter(series=document.series))
        if not any(version.pk == document.pk and version.superseded_at is None for version in versions):
            raise NotCurrent
        _record("removed", document, acting_user)
        Document.objects.filter(pk__in=[version.pk for version in versions]).delete()
        for version in versions:
            delete_on_commit(version.file)


def _record(verb: str, document: Document, acting_user: User | None) -> None:
    told = field_values(document, ["type", "version", "expires_on"])
    before, after = (told, None) if verb == "removed" else (None, told)
    record_event(action=f"document:{verb}", acting_user=acting_user, subject=document, before=before, after=after)
