"""URL root of the public site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.signup.urls")),
    path("", include("tenants.addresses.urls_public")),
]
handler400 = "core.error_pages.show_bad_request"
handler403 = "core.error_pages.show_forbidden"
handler404 = "core.error_pages.show_not_found"
handler500 = "core.error_pages.show_server_error"
