"""Addresses of the directory."""

from django.urls import path

from hr.directory import views

urlpatterns = [
    path("", views.show_directory, name="employee_list"),
    path("<uuid:employee_id>/", views.show_profile, name="employee_detail"),
]
