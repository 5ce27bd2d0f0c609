"""Tables of documents, one module a subject."""

from hr.documents.models.documents import Document, DocumentType
from hr.documents.models.requests import DocumentRequest, RequestStatus

__all__ = ["Document", "DocumentRequest", "DocumentType", "RequestStatus"]
