"""Addresses of pay."""

from django.urls import path

from payroll.compensation import views

urlpatterns = [
    path("", views.show_own_pay, name="own_pay"),
    path("<uuid:employee_id>/", views.show_pay, name="employee_pay"),
]
