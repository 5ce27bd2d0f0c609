"""Addresses of complete files."""

from django.urls import path

from hr.subject_access import views

urlpatterns = [
    path("people/<uuid:employee_id>/complete-file/", views.show_files, name="complete_file"),
    path("people/<uuid:employee_id>/complete-file/<uuid:file_id>/", views.download, name="complete_file_download"),
]
