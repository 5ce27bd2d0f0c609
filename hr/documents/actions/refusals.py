"""What cannot be done with documents, and why."""

from typing import TYPE_CHECKING, ClassVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from hr.documents.queries import Storage


class DocumentRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do. `field` is the form's, if it is of one."""

    message: "StrPromise | str" = ""
    field: ClassVar[str | None] = None


class NoRoom(DocumentRefusal):
    """The company's plan allows no more files."""

    field = "file"

    def __init__(self, storage: "Storage", size: int) -> None:
        words = {"used": filesizeformat(storage.used), "limit": filesizeformat(storage.limit or 0), "size": filesizeformat(size)}
        self.message = _NO_ROOM % words
        super().__init__(str(self.message))


_NO_ROOM = _(
    "Your company’s plan allows %(limit)s of files, %(used)s of them are used, and this one needs %(size)s. Remove documents that "
    "are not needed any more, or ask an owner for a larger plan."
)


class FileRefused(DocumentRefusal):
    """The scanner found something or did not answer, or the storage failed."""

    field = "file"

    def __init__(self, message: "StrPromise | str") -> None:
        super().__init__(str(message))
        self.message = message


class AlreadyThere(DocumentRefusal):
    """The same file is there already."""

    field = "file"
    message = _("This very file is there already, so it was not added a second time.")


class TypeNotUsed(DocumentRefusal):
    """The type was taken out of use."""

    field = "type"
    message = _("Documents of this type are not added any more. Choose another type.")


class DateMissing(DocumentRefusal):
    """The type asks for a last day."""

    field = "expires_on"
    message = _("Say until when it is valid; documents of this type have a last day.")


class NotCurrent(DocumentRefusal):
    """Somebody else has replaced or removed the document."""

    message = _("Somebody else has replaced or removed this document. Look at it again.")


class NotShownToEmployee(DocumentRefusal):
    """The type hides its documents from the person, who could not upload one."""

    field = "type"
    message = _("The person does not see documents of this type, so they cannot be asked for one. Choose another type.")


class DueBeforeToday(DocumentRefusal):
    """The due day is past."""

    field = "due_on"
    message = _("This day is past. Choose today or a later one.")


class NotOpen(DocumentRefusal):
    """The request was answered or cancelled in the meantime."""

    message = _("This request has been answered or cancelled in the meantime. Look at the list again.")


class PolicyNameTaken(DocumentRefusal):
    """There is a policy of this name."""

    field = "name"
    message = _("There is a policy of this name already. Publish a new version of that one, or choose another name.")


class SameVersion(DocumentRefusal):
    """The file is the one that is published already."""

    field = "file"
    message = _("This very file is published already, so nobody was asked to sign it again.")


class NameNotTyped(DocumentRefusal):
    """What was typed is not the person's name."""

    field = "name"

    def __init__(self, name: str) -> None:
        self.message = _("Type your name as it stands in your record: %(name)s.") % {"name": name}
        super().__init__(str(self.message))


class NewerVersionThere(DocumentRefusal):
    """A newer version was published while somebody read the one before."""

    message = _("A newer version was published in the meantime. Read that one, please; it is shown now.")


class NotForThem(DocumentRefusal):
    """The policy is for others."""

    message = _("This policy is not for you any more, so there is nothing to sign.")
