"""Addresses of the console."""

from django.urls import path

from superadmin import views

urlpatterns = [
    path("", views.show_platform, name="console_home"),
    path("companies/", views.list_companies, name="company_list"),
    path("companies/new/", views.add_company, name="company_add"),
    path("companies/<uuid:company_id>/", views.show_company, name="company_detail"),
    path("companies/<uuid:company_id>/suspend/", views.suspend, name="company_suspend"),
    path("companies/<uuid:company_id>/activate/", views.activate, name="company_activate"),
    path("companies/<uuid:company_id>/address/", views.change_address, name="company_address"),
    path("companies/<uuid:company_id>/domains/<uuid:domain_id>/remove/", views.remove_domain, name="company_domain_remove"),
    path("companies/<uuid:company_id>/plan/", views.change_plan, name="company_plan"),
    path("companies/<uuid:company_id>/set-up/", views.try_set_up_again, name="company_set_up_again"),
    path("companies/<uuid:company_id>/welcome/", views.write_to_owner, name="company_welcome"),
    path("companies/<uuid:company_id>/delete/", views.delete_company, name="company_delete"),
    path("companies/<uuid:company_id>/keep/", views.keep, name="company_keep"),
    path("jobs/", views.list_failed_jobs, name="job_list"),
    path("jobs/retry/", views.try_all_jobs_again, name="job_retry_all"),
    path("jobs/<uuid:job_id>/retry/", views.try_job_again, name="job_retry"),
    path("jobs/<uuid:job_id>/dismiss/", views.dismiss_failed_job, name="job_dismiss"),
    path("deletions/", views.list_removals, name="removal_list"),
    path("deletions/<uuid:company_id>/", views.show_certificate, name="company_certificate"),
]
