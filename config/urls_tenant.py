"""URL root of a company's host."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from core.company_admin import company_admin
from tenants.accounts.views import end_view_as

# Each app's admin.py registers its screens in the site below.
admin.autodiscover()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hr.home.urls")),
    path("time/", include("hr.attendance.urls")),
    path("people/", include("hr.directory.urls")),
    path("people/", include("hr.people.urls")),
    path("", include("hr.lifecycle.urls")),
    path("imports/", include("hr.imports.urls")),
    path("pay/", include("payroll.compensation.urls")),
    path("", include("hr.personal.urls")),
    path("", include("hr.subject_access.urls")),
    path("", include("hr.documents.urls")),
    path("logo/", include("tenants.company_settings.urls")),
    # The console has accounts too, but nobody looks at it as somebody else.
    path("accounts/view-as/end/", end_view_as, name="view_as_end"),
    path("accounts/", include("tenants.accounts.urls")),
    path("accounts/two-step/", include("tenants.sign_in.urls")),
    path("accounts/devices/", include("tenants.sign_in.urls_devices")),
    path("accounts/sso/", include("tenants.single_sign_on.urls")),
    path("accounts/invitation/", include("tenants.invitations.urls")),
    # Its pages have no table in the company's schema, so they are no screen of the administration, but stand in it.
    path("admin/addresses/", include("tenants.addresses.urls")),
    path("admin/", company_admin.urls),
]
handler400 = "core.error_pages.show_bad_request"
handler403 = "core.error_pages.show_forbidden"
handler404 = "core.error_pages.show_not_found"
handler500 = "core.error_pages.show_server_error"
