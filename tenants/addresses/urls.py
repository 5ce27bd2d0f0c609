"""Addresses of the public site that the proxy uses."""

from django.urls import path

from tenants.addresses import views

urlpatterns = [path("certificates/ask/", views.may_have_certificate, name="certificate_ask")]
