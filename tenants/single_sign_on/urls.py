"""allauth's views of both protocols, under our addresses. A company has one provider, so no address names it."""

from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path, re_path, reverse_lazy
from django.views.generic import RedirectView

from tenants.single_sign_on.adapter import PROVIDER_ID, SAML_SLUG
from tenants.single_sign_on.views import (
    careful,
    leave,
    leave_again,
    leave_for_test,
    read_assertion,
    receive_assertion,
    show_metadata,
)

# allauth asks for addresses of SAML by what it takes for a company.
_SAML = rf"^(?P<organization_slug>{SAML_SLUG})/"

urlpatterns = [
    path("", leave, name="single_sign_on"),
    path("again/", leave_again, name="single_sign_on_again"),
    path("test/", leave_for_test, name="single_sign_on_test"),
    path("oidc/callback/", careful(oidc.callback), {"provider_id": PROVIDER_ID}, name="openid_connect_callback"),
    re_path(rf"{_SAML}acs/$", receive_assertion, name="saml_acs"),
    re_path(rf"{_SAML}acs/finish/$", read_assertion, name="saml_finish_acs"),
    re_path(rf"{_SAML}metadata/$", show_metadata, name="saml_metadata"),
    # Named in the metadata. Signing out there signs nobody out here.
    re_path(rf"{_SAML}sign-out/$", RedirectView.as_view(url=reverse_lazy("account_logout")), name="saml_sls"),
]
