"""The types that a company begins with."""

from django.utils.translation import gettext as _

from hr.documents.models import REMINDERS_AT_FIRST, DocumentType
from tenants.accounts.capabilities import DataGroup


def create_default_types() -> None:
    """What most companies keep, unless there are types already; theirs to change from then on."""
    if DocumentType.objects.exists():
        return
    days = [*REMINDERS_AT_FIRST]
    DocumentType.objects.bulk_create(
        [
            DocumentType(name=_("Employment contract")),
            DocumentType(name=_("Letter")),
            DocumentType(name=_("Passport or identity card"), uploaded_by_employee=True, expires=True, reminder_days=days),
            DocumentType(name=_("Visa or work permit"), uploaded_by_employee=True, expires=True, reminder_days=days),
            DocumentType(name=_("Certificate of training"), data_group=DataGroup.JOB, uploaded_by_employee=True),
            DocumentType(name=_("Medical certificate"), data_group=DataGroup.MEDICAL, uploaded_by_employee=True),
            DocumentType(name=_("Internal note"), shown_to_employee=False),
        ]
    )
