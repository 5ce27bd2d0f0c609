"""Where the link of an invitation leads."""

from django.urls import path

from tenants.invitations.views import answer_invitation

urlpatterns = [path("<str:code>/", answer_invitation, name="invitation")]
