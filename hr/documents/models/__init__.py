"""Tables of documents, one module a subject."""

from hr.documents.models.documents import REMINDERS_AT_FIRST, Document, DocumentType
from hr.documents.models.requests import DocumentRequest, RequestStatus

__all__ = ["REMINDERS_AT_FIRST", "Document", "DocumentRequest", "DocumentType", "RequestStatus"]
