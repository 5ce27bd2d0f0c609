"""Addresses of people."""

from django.urls import path

from hr.people import views

urlpatterns = [
    path("holidays/", views.show_holidays, name="holidays"),
    path("my-data/", views.show_own_data, name="own_data"),
    path("<uuid:employee_id>/employment/", views.show_employment, name="employee_employment"),
]
