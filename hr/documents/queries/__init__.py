"""Reads of documents and policies, one module a subject."""

from hr.documents.queries.documents import (
    Storage,
    documents_of,
    documents_running_out,
    earlier_versions,
    is_asked_for,
    open_requests,
    requests_to_remind_of,
    storage,
    types_in_use,
)

__all__ = [
    "Storage",
    "documents_of",
    "documents_running_out",
    "earlier_versions",
    "is_asked_for",
    "open_requests",
    "requests_to_remind_of",
    "storage",
    "types_in_use",
]
