"""Why somebody whom the provider sends does not come in, or the provider cannot be changed: each says what to do."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.moments import moment_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class SignOnRefusal(Exception):
    """`message` is for whoever signs in, `detail` is what a library or the provider said, for who set the provider up."""

    message: "StrPromise | str" = ""

    def __init__(self, detail: object = "") -> None:
        super().__init__(detail)
        self.detail = str(detail)


class NoAddress(SignOnRefusal):
    """The provider sends no e-mail address."""

    message = _(
        "Your identity provider did not send your e-mail address, so we cannot tell who you are here. Ask whoever runs it to "
        "release the address to this application."
    )


class AddressNotVerified(SignOnRefusal):
    """The provider does not stand in for the address."""

    message = _("Your identity provider does not say that your e-mail address is verified. Verify it there, and try again.")


class OtherDomain(SignOnRefusal):
    """The address lies in none of the company's domains."""

    message = _("Your e-mail address is in a domain that is not this company’s. Sign in with your work account there.")


class NoAccountYet(SignOnRefusal):
    """Nobody here has that address."""

    message = _("Nobody here has the e-mail address that your identity provider sent. Ask your HR to invite you.")


class AccountClosed(SignOnRefusal):
    """The account was closed, or would be at once."""

    message = _("Your account here has been closed. If you think that is a mistake, ask your HR.")


class Cancelled(SignOnRefusal):
    """Somebody has thought better of it, at the provider."""

    message = _("You did not sign in at your identity provider, so you are not signed in here.")


class NotAskedFor(SignOnRefusal):
    """The answer belongs to no attempt of this browser: too old, used already, or somebody else's."""

    message = _(
        "This answer of your identity provider was used already, is too old, or was meant for another browser. "
        "Begin again from the sign-in page."
    )


class NotGenuine(SignOnRefusal):
    """The answer is not signed with the key that the company has entered, or was altered on the way."""

    message = _(
        "The answer of your identity provider is not signed as it should be, so we do not believe it. Tell your HR: the "
        "certificate entered here may not be the provider’s current one."
    )


class MeantForOthers(SignOnRefusal):
    """Another provider made the answer, or made it for another application."""

    message = _(
        "The answer of your identity provider was made for another application, or by another provider. Tell your HR: what is "
        "entered here and there does not fit together."
    )


class ClocksDisagree(SignOnRefusal):
    """By our clock the answer is not valid yet or no longer."""

    message = _(
        "By our clock the answer of your identity provider is too old or from the future. Try again; if it happens once more, "
        "the provider’s clock is wrong."
    )


class CertificateExpired(SignOnRefusal):
    """The certificate that is entered counts no longer."""

    def __init__(self, ended_at: datetime) -> None:
        super().__init__(ended_at)
        self.message = _(
            "The certificate of your company’s identity provider was good until %(moment)s. Tell your HR: an owner has to enter "
            "the new one here."
        ) % {"moment": moment_text(ended_at)}


class ProviderDown(SignOnRefusal):
    """Nobody answers at its address."""

    message = _("Your identity provider does not answer. Try again in some minutes; if it stays so, tell whoever runs it.")


class ConnectionNotSafe(SignOnRefusal):
    """Its server shows a certificate that is expired, of another name, or of nobody known."""

    message = _("The connection to your identity provider is not safe: its server’s certificate is not valid. Tell who runs it.")


class NotPublic(SignOnRefusal):
    """Its address leads somewhere that only our own servers reach."""

    message = _("The address of your identity provider is not on the public internet with https, so we do not go there.")


class ClientRefused(SignOnRefusal):
    """The provider does not take our client ID and secret."""

    message = _("Your identity provider refused this application. Tell your HR: the client ID or the client secret may be wrong.")


class NotUnderstood(SignOnRefusal):
    """What came back makes no sense."""

    message = _("Your identity provider did not let you in, or answered what we do not understand. Try again, or tell your HR.")


class OwnersOnly(SignOnRefusal):
    """Whoever sets the provider up decides who can be anybody."""

    message = _(
        "Only an owner of the company can change single sign-on: whoever runs the identity provider can sign in as anybody. "
        "Ask an owner to do it."
    )


class NotTested(SignOnRefusal):
    """It is to be the only way in, and nobody has come through it yet."""

    message = _(
        "Test the connection first: it can be the only way in once you have signed in at the provider with these settings. Save "
        "without “The only way in”, press “Test this connection”, and come back."
    )


class OwnersNeedTwoSteps(SignOnRefusal):
    """It is to be the only way in, and owners' passwords, which still open, are not guarded by a second step."""

    message = _(
        "Owners with a second step keep their passwords, in case the provider fails. Require two-step sign-in of owners under "
        "“Signing in”, and set it up for yourself under “My profile”, first."
    )
