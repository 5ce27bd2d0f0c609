"""Addresses of the public site."""

from django.urls import path

from tenants.signup import mailbox
from tenants.signup.views import form, live, site, steps

urlpatterns = [
    path("", site.show_landing, name="landing"),
    path("plans/", site.show_plans, name="plans"),
    path("signup/", form.sign_up, name="signup"),
    path("signup/suggestion/", live.suggest_address, name="signup_suggestion"),
    path("signup/subdomain/", live.check_address, name="signup_subdomain"),
    path("signup/password/", live.judge_password, name="signup_password"),
    path("signup/region/", live.show_region, name="signup_region"),
    path("signup/verify/", steps.verify, name="signup_verify"),
    path("signup/code/", steps.resend_code, name="signup_code"),
    path("signup/address/", steps.change_address, name="signup_address"),
    path("signup/preparing/", steps.show_preparing, name="signup_preparing"),
    path("signup/progress/", steps.show_progress, name="signup_progress"),
    path("signup/enter/", steps.enter, name="signup_enter"),
    path("find/", site.find_company, name="find_company"),
    path("find/sent/", site.show_found, name="find_company_sent"),
    path("mailbox/", mailbox.show_mailbox, name="mailbox"),
    path("mailbox/<str:key>/", mailbox.show_mail, name="mail"),
]
