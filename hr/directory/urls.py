"""Addresses of the directory."""

from django.urls import path

from hr.directory.views import chart, people

urlpatterns = [
    path("", people.show_directory, name="employee_list"),
    path("chart/", chart.show_org_chart, name="org_chart"),
    path("<uuid:employee_id>/", people.show_profile, name="employee_detail"),
]
