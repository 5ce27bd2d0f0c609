"""Templates of letters."""

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from hr.documents.models.documents import DocumentType

LONGEST_SOURCE = 50_000


class LetterTemplate(models.Model):
    """What a letter says, with placeholders for what is known of a person; in Typst's language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    type = models.ForeignKey(
        DocumentType,
        verbose_name=_("kept as"),
        on_delete=models.PROTECT,
        related_name="letter_templates",
        help_text=_("The type of the documents that come of it: it says who sees them."),
    )
    source = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_SOURCE)])
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="letter_template_named_once",
                violation_error_message=_("There is a template of this name already. Change that one, or choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
