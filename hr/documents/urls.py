"""Addresses of documents."""

from django.urls import path

from hr.documents.views import documents, policies, requests

_PERSON = "people/<uuid:employee_id>/documents/"
_REQUEST = f"{_PERSON}requests/<uuid:asked_id>/"
_DOCUMENT = f"{_PERSON}<uuid:document_id>/"

urlpatterns = [
    path("policies/", policies.show_policies, name="policies"),
    path("policies/<uuid:policy_id>/", policies.show_policy, name="policy"),
    path("policies/<uuid:policy_id>/<uuid:version_id>/", policies.download_policy, name="policy_file"),
    path("me/documents/", documents.show_own_documents, name="own_documents"),
    path(_PERSON, documents.show_documents, name="employee_documents"),
    path(f"{_PERSON}add/", documents.add, name="document_add"),
    path(_REQUEST, requests.hand_in, name="document_hand_in"),
    path(f"{_REQUEST}cancel/", requests.cancel, name="document_request_cancel"),
    path(_DOCUMENT, documents.download, name="document"),
    path(f"{_DOCUMENT}replace/", documents.replace, name="document_replace"),
    path(f"{_DOCUMENT}change/", documents.change, name="document_change"),
    path(f"{_DOCUMENT}remove/", documents.remove, name="document_remove"),
]
