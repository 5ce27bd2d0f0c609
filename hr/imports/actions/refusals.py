"""What cannot be done with an import, each with the sentence that says why and what to do."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class ImportRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do."""

    message: "StrPromise | str" = ""


class ImportMovedOn(ImportRefusal):
    """The import is not where it was when the page was made."""

    message = _("This import has moved on since you opened the page, perhaps by somebody else. Look at it again.")


class ColumnTwice(ImportRefusal):
    """Two columns were chosen to be the same."""

    def __init__(self, label: object) -> None:
        super().__init__(label)
        self.message = _("Two columns are chosen as “%(label)s”. Choose one of them, and leave the other out.") % {"label": label}


class ColumnsMissing(ImportRefusal):
    """Nothing in the file could tell one person from another."""

    message = _(
        "Choose which column holds the work e-mail, or the employee number: without one of them we cannot tell people apart."
    )


class NothingToApply(ImportRefusal):
    """No row would change anything."""

    message = _("There is nothing to bring in: no row is new or changed. Put the errors right in the file and upload it again.")
