"""Addresses of the directory."""

from django.urls import path

from hr.directory.views import chart, history, people

urlpatterns = [
    path("", people.show_directory, name="employee_list"),
    path("chart/", chart.show_org_chart, name="org_chart"),
    path("<uuid:employee_id>/", people.show_profile, name="employee_detail"),
    path("<uuid:employee_id>/history/", history.show_person_history, name="person_history"),
]
