"""Signing in and one's own account. allauth's views under our choice of addresses; nobody signs themselves up here."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

from tenants.accounts.views import SignInView, arrive, show_profile

urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    # allauth leads here from several of its pages. An address is changed by whoever administers people.
    path("email/", RedirectView.as_view(pattern_name="profile"), name="account_email"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/confirm/", views.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/complete/", views.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", views.password_reset_from_key_done, name="account_password_reset_completed"),
    path("arrive/", arrive, name="arrive"),
    path("profile/", show_profile, name="profile"),
]
