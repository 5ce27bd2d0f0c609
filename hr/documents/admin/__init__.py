"""The company administration's screens of documents, one module a subject."""

from hr.documents.admin.documents import DocumentAdmin
from hr.documents.admin.letters import LetterTemplateAdmin
from hr.documents.admin.policies import AcknowledgementAdmin, PolicyAdmin
from hr.documents.admin.requests import DocumentRequestAdmin
from hr.documents.admin.types import DocumentTypeAdmin

__all__ = [
    "AcknowledgementAdmin",
    "DocumentAdmin",
    "DocumentRequestAdmin",
    "DocumentTypeAdmin",
    "LetterTemplateAdmin",
    "PolicyAdmin",
]
