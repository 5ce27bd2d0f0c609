"""Tables of documents, one module a subject."""

from hr.documents.models.documents import REMINDERS_AT_FIRST, Document, DocumentType
from hr.documents.models.letters import LetterTemplate
from hr.documents.models.policies import Acknowledgement, Policy, PolicyVersion
from hr.documents.models.requests import DocumentRequest, RequestStatus

__all__ = [
    "REMINDERS_AT_FIRST",
    "Acknowledgement",
    "Document",
    "DocumentRequest",
    "DocumentType",
    "LetterTemplate",
    "Policy",
    "PolicyVersion",
    "RequestStatus",
]
