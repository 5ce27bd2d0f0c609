"""What cannot be done when people come and go, each with the sentence that says why and what to do."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class LifecycleRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do."""

    message: "StrPromise | str" = ""

    def __str__(self) -> str:
        return str(self.message)


class NothingToDo(LifecycleRefusal):
    """A checklist was to be started from a template without tasks."""

    message = _("This template has no tasks, so there is nothing to start. Add tasks to it first.")


class NoAccess(LifecycleRefusal):
    """An end of access was given for somebody who has none."""

    message = _("This person has no account, so there is no access to end. Leave the moment empty.")


class AccessBeforeNow(LifecycleRefusal):
    """Access was to end at a moment that has passed."""

    message = _("Access cannot end in the past. To end it at once, close the account on its own page; or choose a later moment.")


class OwnSuccessor(LifecycleRefusal):
    """Somebody's reports were to go on reporting to them after they have left."""

    message = _("The reports cannot go on reporting to the person who leaves. Choose somebody else, or nobody.")
