"""URL root of the console."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("superadmin.urls")),
    path("accounts/", include("tenants.accounts.urls")),
    path("accounts/two-step/", include("tenants.sign_in.urls")),
    path("accounts/devices/", include("tenants.sign_in.urls_devices")),
]
handler400 = "core.error_pages.show_bad_request"
handler403 = "core.error_pages.show_forbidden"
handler404 = "core.error_pages.show_not_found"
handler500 = "core.error_pages.show_server_error"
