"""What allauth asks of us about signing in: writing it down, and proving again who one is."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.audit.actions import record_event
from core.proofs import has_proved
from tenants.accounts.adapter import AccountAdapter
from tenants.accounts.models import SignIn, User
from tenants.accounts.sign_ins import end_sign_ins, new_device_token, record_failed_sign_in, record_sign_in
from tenants.sign_in.limits import count_try, forget_tries, take_back_try

# In the session: the key of the sign-in that opened it, and in seconds when that was and when it was last in use.
SIGN_IN = "sign_in"
DEVICE_COOKIE = "rooster_device"
_DEVICE_SECONDS = 400 * 24 * 60 * 60
# The mails with which allauth tells of what somebody changed about their second factors, as the trail tells it.
_CHANGES_OF_FACTORS = {
    "mfa/email/totp_activated": "account:app_added",
    "mfa/email/totp_deactivated": "account:app_removed",
    "mfa/email/webauthn_added": "account:passkey_added",
    "mfa/email/webauthn_removed": "account:passkey_removed",
    "mfa/email/recovery_codes_generated": "account:recovery_codes_made",
}


class SignInAdapter(AccountAdapter):
    """Named in settings."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse to look at another password after too many wrong ones."""
        if not count_try(request, str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who proved to be whom; a right password was no wrong one."""
        user = super().authenticate(request, **credentials)
        if user:
            take_back_try(request, str(credentials.get("email", "")))
        return user

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Named by allauth: somebody has chosen a new password by mail, so what was tried with the old one is over."""
        forget_tries(request, str(credentials["email"]))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, write it down in one statement, and tell the person by mail of a browser they have never used."""
        super().login(request, user)
        method, had_second_factor = _how(request, user)
        token = request.COOKIES.get(DEVICE_COOKIE) or new_device_token()
        now = timezone.now()
        key, is_new_device = record_sign_in(
            user=user,
            method=method,
            had_second_factor=had_second_factor,
            ip=self.get_client_ip(request),
            user_agent=self.get_http_user_agent(request),
            device_token=token,
            session_key=request.session.session_key or "",
            now=now,
        )
        seconds = int(now.timestamp())
        request.session[SIGN_IN] = {"id": key, "key": request.session.session_key, "at": seconds, "seen": seconds}
        request.device_token = token  # type: ignore[attr-defined]  # `keep_device` reads it.
        if is_new_device:
            self.send_notification_mail("account/email/new_device", user, email=user.email)

    def set_password(self, user: User, password: str) -> None:
        """Keep it, and sign out all other devices: their sessions hold no longer."""
        with transaction.atomic():
            super().set_password(user, password)
            others = SignIn.objects.exclude(session_key=allauth_context.request.session.session_key or "")
            end_sign_ins(others, user=user, acting_user=user, now=timezone.now())

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person by mail what they changed, and the trail if it is about their second factors."""
        if action := _CHANGES_OF_FACTORS.get(template_prefix):
            record_event(action=action, acting_user=user, subject=user)
        super().send_notification_mail(template_prefix, user, context, email)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a wrong password down."""
        record_failed_sign_in(
            email=str(credentials.get("email", "")),
            ip=self.get_client_ip(request),
            user_agent=self.get_http_user_agent(request),
            now=timezone.now(),
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever has signed in within the last minutes has proved enough; allauth would ask for the password again at once."""
        return not has_proved(allauth_context.request)


def keep_device(request: HttpRequest, response: HttpResponseBase) -> None:
    """After signing in, have the browser keep by what it is known again."""
    if token := getattr(request, "device_token", ""):
        response.set_cookie(
            DEVICE_COOKIE, token, max_age=_DEVICE_SECONDS, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )


def signed_in_elsewhere(request: HttpRequest, user: User) -> bool:
    """Whether the company's identity provider has signed them in: it has asked for whatever the company wants asked."""
    return any(proof["method"] == "socialaccount" for proof in get_authentication_records(request, user))


def _how(request: HttpRequest, user: User) -> tuple[SignIn.Method, bool]:
    proofs = get_authentication_records(request, user)
    methods = {proof["method"] for proof in proofs}
    if "socialaccount" in methods:
        return SignIn.Method.IDENTITY_PROVIDER, "mfa" in methods
    if any(proof.get("passwordless") for proof in proofs):
        return SignIn.Method.PASSKEY, False
    return (SignIn.Method.PASSWORD if "password" in methods else SignIn.Method.MAIL), "mfa" in methods
