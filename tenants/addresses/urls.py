"""Addresses of the pages, below /admin/addresses/ on a company's host."""

from django.urls import path

from tenants.addresses.views import company

urlpatterns = [
    path("", company.show_addresses, name="addresses"),
    path("domains/", company.show_domains, name="addresses_domains"),
    path("subdomain/", company.change_subdomain, name="addresses_subdomain"),
    path("subdomain/status/", company.check_subdomain, name="addresses_subdomain_status"),
    path("<uuid:domain_id>/check/", company.ask_for_check, name="addresses_check"),
    path("<uuid:domain_id>/primary/", company.choose_primary, name="addresses_primary"),
    path("<uuid:domain_id>/remove/", company.remove_domain, name="addresses_remove"),
]
