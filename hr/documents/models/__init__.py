"""Tables of documents, one module a subject."""

from hr.documents.models.documents import Document, DocumentType

__all__ = ["Document", "DocumentType"]
