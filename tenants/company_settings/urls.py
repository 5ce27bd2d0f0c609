"""The company's logo."""

from django.urls import path

from tenants.company_settings.views import show_logo

urlpatterns = [
    path("<uuid:version>/", show_logo, name="company_logo"),
]
