"""Addresses of time and attendance."""

from django.urls import path

from hr.attendance import views

urlpatterns = [
    path("", views.show_own_history, name="attendance_history"),
    path("punch/", views.punch, name="punch"),
    path("team/", views.show_team, name="team_today"),
    path("<uuid:employee_id>/", views.show_history, name="employee_history"),
]
