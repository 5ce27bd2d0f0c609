"""Addresses of imports."""

from django.urls import path

from hr.imports import views

_IMPORT = "<uuid:import_id>/"

urlpatterns = [
    path("", views.show_imports, name="import_list"),
    path("new/", views.upload, name="import_new"),
    path("template.<slug:kind>", views.download_template, name="import_template"),
    path(_IMPORT, views.show_import, name="import_detail"),
    path(f"{_IMPORT}columns/", views.choose_columns, name="import_columns"),
    path(f"{_IMPORT}names/", views.choose_names, name="import_names"),
    path(f"{_IMPORT}progress/", views.show_progress, name="import_progress"),
    path(f"{_IMPORT}errors/", views.download_errors, name="import_errors"),
    path(f"{_IMPORT}apply/", views.apply, name="import_apply"),
    path(f"{_IMPORT}undo/", views.undo, name="import_undo"),
    path(f"{_IMPORT}stop/", views.stop, name="import_stop"),
    path(f"{_IMPORT}discard/", views.discard, name="import_discard"),
]
