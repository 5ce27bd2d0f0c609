"""The home page."""

from django.urls import path

from hr.home.views import show_home

urlpatterns = [path("", show_home, name="home")]
