"""One's own devices."""

from django.urls import path

from tenants.sign_in.views import end_all_sign_ins, end_sign_in, show_devices

urlpatterns = [
    path("", show_devices, name="devices"),
    path("end/", end_all_sign_ins, name="end_all_sign_ins"),
    path("<uuid:sign_in_id>/end/", end_sign_in, name="end_sign_in"),
]
