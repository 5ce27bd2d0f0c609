"""Addresses of the public site that the proxy uses."""

from django.urls import path

from tenants.addresses.views import certificates

urlpatterns = [path("certificates/ask/", certificates.may_have_certificate, name="certificate_ask")]
