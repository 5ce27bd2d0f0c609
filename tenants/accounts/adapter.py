"""What allauth asks of us: no sign-up here, mails by a worker, the company's name on them."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.audit.actions import record_event
from core.mail import queue_message
from core.mail_content import mail_page
from core.moments import moment_text
from core.prepared import prepared
from core.product import PRODUCT_COLOR, PRODUCT_NAME
from tenants.accounts.devices import device_name
from tenants.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth's base is untyped here.
    """Accounts of one company, or of the platform's staff on the console's host."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up into a company: a company's people are added by it."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who proved to be whom, with their addresses and whether they have a second factor: allauth would ask for each."""
        user: User | None = super().authenticate(request, **credentials)
        if user:
            addresses = _addresses(user_id=user.pk)
            if addresses:
                user.has_second_factor = any(vars(address)["has_factor"] for address in addresses)
            EmailAddress.objects.fill_cache_for_user(user, addresses)
        return user

    def set_password(self, user: User, password: str) -> None:
        """Keep the new password, and that it was changed."""
        with transaction.atomic():
            user.password_changed_at = timezone.now()
            super().set_password(user, password)
            record_event(action="account:password_changed", acting_user=user, subject=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render now, send from a worker: a slow mail server neither blocks the page nor tells who has an account."""
        request = allauth_context.request
        company_settings = getattr(request, "company_settings", None)
        sender_name = company_settings.display_name if company_settings else PRODUCT_NAME
        color = company_settings.primary_color if company_settings else PRODUCT_COLOR
        if "timestamp" in context:
            context = {**context, "moment": moment_text(context["timestamp"]), "device": device_name(context["user_agent"])}
        message = self.render_mail(
            template_prefix,
            email,
            {"request": request, "email": email, "sender_name": sender_name, **context},
        )
        page = mail_page(message.body, sender_name=sender_name, color=color)
        queue_message(subject=message.subject, body=message.body, to=email, html=page)

    def format_email_subject(self, subject: str) -> str:
        """Subjects name the company themselves."""
        return str(subject)

    def get_from_email(self) -> str:
        """The platform's sender."""
        return settings.DEFAULT_FROM_EMAIL


@prepared
def _addresses(*, user_id: UUID) -> QuerySet[EmailAddress, EmailAddress]:
    factors = Authenticator.objects.filter(user_id=OuterRef("user_id"))
    addresses: QuerySet[EmailAddress] = EmailAddress.objects.filter(user_id=user_id).annotate(has_factor=Exists(factors))
    return addresses
