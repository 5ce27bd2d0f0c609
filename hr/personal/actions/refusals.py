"""What cannot be written, and why."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class PersonalRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do."""

    message: "StrPromise | str" = ""


class EntryGone(PersonalRefusal):
    """Somebody else has removed the entry."""

    message = _("This entry is not there any more. Somebody else has removed it; look at the record again.")


class EntryNotValid(PersonalRefusal):
    """The values do not make an entry; `errors` maps fields to what is wrong."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(str(error))
        self.errors: dict[str, list[str]] = error.message_dict
        self.message = " ".join(message for messages in self.errors.values() for message in messages)


class AlreadyDecided(PersonalRefusal):
    """Somebody else was quicker."""

    message = _("This has been decided or withdrawn in the meantime. Look at it again.")


class OwnRequest(PersonalRefusal):
    """Somebody tried to decide about their own data."""

    message = _("Nobody decides about a change of their own record. Ask somebody else who may.")


class NotASecondPerson(PersonalRefusal):
    """Who asked for bank details, or gets paid by them, tried to confirm them."""

    message = _("A second person has to confirm this: neither who asked for it nor the person whose pay it is.")


class ChangeWaits(PersonalRefusal):
    """Bank details are being changed already."""

    message = _("A change of these bank details is under way already. Withdraw that one first, or wait until it holds.")


class TooLateToWithdraw(PersonalRefusal):
    """The bank details hold already."""

    message = _("These bank details hold already, so they cannot be withdrawn. Change them back instead.")
