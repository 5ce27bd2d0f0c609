"""Letters made of a template."""

from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from core.files.kinds import PDF, original_name
from hr.documents.actions.documents import add_document
from hr.documents.actions.keeping import Upload
from hr.documents.letters.typesetting import Values, typeset_pdf
from hr.documents.models import Document, DocumentType, LetterTemplate
from hr.people.models import Employee
from tenants.accounts.models import User

_BUILT_IN = Path(__file__).parent.parent / "letters" / "builtin"


def make_letter(
    *, template: LetterTemplate, employee: Employee, values: Values, on: date, acting_user: User, now: datetime
) -> Document:
    """Typeset a letter and keep it as a document of the employee. Raises LetterNotSet and what `add_document` raises."""
    content = typeset_pdf(template.source, values, on=on)
    upload = Upload(content, PDF, original_name(f"{template.name} {employee.full_name}.pdf", PDF))
    title = template.name if template.name != template.type.name else ""
    return add_document(employee=employee, type=template.type, upload=upload, title=title, acting_user=acting_user, now=now)


def create_default_templates() -> None:
    """A contract, a confirmation and a reference to begin with, unless there are templates already."""
    if LetterTemplate.objects.exists():
        return
    contract = DocumentType.objects.get(name=_("Employment contract"))
    letter = DocumentType.objects.get(name=_("Letter"))
    LetterTemplate.objects.bulk_create(
        LetterTemplate(name=name, type=type_, source=(_BUILT_IN / file).read_text(encoding="utf-8"))
        for name, type_, file in (
            (_("Employment contract"), contract, "contract.typ"),
            (_("Confirmation of employment"), letter, "confirmation.typ"),
            (_("Reference"), letter, "reference.typ"),
        )
    )
