"""Accounts, what they may, how they came in."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session

from core.audit.models import AuditEvent
from tenants.accounts.actions import create_user, deactivate_account
from tenants.accounts.models import Role, RoleGrant, SignIn, User
from tenants.invitations.actions import invite
from tenants.invitations.models import Invitation
from tenants.sign_in.models import SignInPolicy
from tenants.single_sign_on.models import IdentityProvider
from tests.cast import CREATED, PASSWORD
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {
    "accounts_role.code": "names a built-in role",
    "audit_auditevent.action": "picks the sentence",
    "audit_auditevent.object_type": "leads from an object to its history",
    "audit_auditevent.object_id": "leads from an object to its history",
    "audit_readevent.object_type": "leads from an object to its history",
    "audit_readevent.object_id": "leads from an object to its history",
    "audit_readevent.data_group": "names a group of data",
    "django_session.session_key": "is made by signing in",
    "django_session.session_data": "is made by signing in",
}


def add_account(name: str, email: str, roles: list[str], acting_user: User | None) -> User:
    """An account that may sign in."""
    return create_user(
        email=email,
        full_name=name,
        password_hash=make_password(PASSWORD),
        roles=roles,
        is_verified=True,
        acting_user=acting_user,
        now=CREATED,
    )


def fill(alice: User) -> None:
    """An account for every role that nobody of the cast has, and every way in."""
    for role in ("hr", "auditor", "former"):
        roles = [] if role == "former" else [role]
        add_account(role, f"{role}@acme.example", roles, acting_user=alice)
    former = User.objects.get(email="former@acme.example")
    deactivate_account(user=former, acting_user=alice)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=CREATED)
    SignInPolicy.objects.create(settings_id=1)
    IdentityProvider.objects.create(
        settings_id=1,
        is_on=True,
        name="Acme ID",
        domains=["acme.example"],
        issuer="https://id.acme.example",
        client_id="rooster",
        client_secret="secret",
    )
    linked = SocialAccount.objects.create(user=former, provider="company", uid="former", extra_data={"name": "Former"})
    app = SocialApp.objects.create(provider="openid_connect", name="Acme ID", client_id="rooster", settings={"a": "b"})
    SocialToken.objects.create(app=app, account=linked, token="token")
    _add_sign_in(alice)
    Authenticator.objects.create(user=former, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    Invitation.objects.create(
        user=former,
        email=former.email,
        code_hash="a" * 64,
        invited_by=alice,
        sent_at=CREATED,
        expires_at=CREATED + timedelta(days=7),
    )
    EmailConfirmation.objects.create(email_address=EmailAddress.objects.all()[0], created=CREATED, sent=CREATED, key="key")


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    role = Role.objects.create(name=newcomer.text)
    event = AuditEvent.objects.order_by("-occurred_at").filter(object_id=str(newcomer.employee.pk))[0]
    invitation = invite(user=newcomer.account, company=newcomer.company, acting_user=newcomer.owner, now=CREATED)
    return {
        "accounts_user": newcomer.account.pk,
        "accounts_role": role.pk,
        "accounts_rolegrant": RoleGrant.objects.create(role=role, capability="people.view", scope="company").pk,
        "accounts_signin": _add_sign_in(newcomer.account).pk,
        "invitations_invitation": invitation.pk,
        "audit_auditevent": event.pk,
    }


def _add_sign_in(user: User) -> SignIn:
    return SignIn.objects.create(
        user=user,
        at=CREATED,
        succeeded=True,
        method=SignIn.Method.PASSWORD,
        had_second_factor=False,
        is_new_device=False,
        user_agent="Firefox on Windows",
        session_key="a" * 32,
    )
