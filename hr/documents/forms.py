"""What somebody enters about documents."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.files.kinds import original_name
from core.form_fields import OneLineField
from hr.documents.actions.keeping import Upload
from hr.documents.models import Document, DocumentType
from hr.documents.rules.contents import KINDS, LARGEST_BYTES, ContentRefused, kind_of_document

_TOO_LARGE = _("The file is too large: %(limit)s at most. Save it smaller, for instance with fewer pixels, and try again.")
# Phones look for endings, too, so those that mean the same stand here as well.
_ACCEPTED = ",".join([*(f".{extension}" for extension in KINDS), ".jpeg", ".tif", ".heif"])


class DocumentInput(forms.FileInput):
    """The device's own way to choose a file, or to take a picture."""

    def __init__(self) -> None:
        super().__init__({"accept": _ACCEPTED})


class DocumentFileField(forms.FileField):
    """An `Upload`: a file whose content was found to be a document, under a name that is fit to be shown."""

    widget = DocumentInput

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("File"),
            help_text=_("A PDF, a picture, or a Word, Excel or OpenDocument file of at most %(limit)s.")
            % {"limit": filesizeformat(LARGEST_BYTES)},
            **options,
        )

    def clean(self, data: "UploadedFile[Any] | None", initial: Any = None) -> Upload | None:
        """Look at the content. Raises ValidationError."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_TOO_LARGE % {"limit": filesizeformat(LARGEST_BYTES)})
        file.seek(0)
        content, name = file.read(), str(file.name or "")
        try:
            kind = kind_of_document(content, name)
        except ContentRefused as error:
            raise forms.ValidationError(str(error.message)) from error
        return Upload(content, kind, original_name(name, kind))


class _DocumentFacts(forms.Form):
    """What is said of a document beside its file."""

    title = OneLineField(label=_("Title"), required=False, max_length=120, help_text=Document._meta.get_field("title").help_text)
    expires_on = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class ChangeForm(_DocumentFacts):
    """A correction."""

    def __init__(self, *args: Any, document_type: DocumentType, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expires_on"].required = document_type.expires


class ReplaceForm(ChangeForm):
    """A newer version."""

    file = DocumentFileField()
    field_order: Iterable[str] | None = ("file", "title", "expires_on")


class _DocumentChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Generic to mypy only.
    """One of somebody's documents, by what it is called."""

    def label_from_instance(self, obj: Document) -> str:
        """Without the person's name."""
        return obj.name


class HandInForm(ReplaceForm):
    """What was asked for: another document, or a newer version of one that is there."""

    replaces = _DocumentChoiceField(
        Document.objects.none(), label=_("Takes the place of"), required=False, empty_label=_("nothing, it is another one")
    )
    field_order: Iterable[str] | None = ("file", "replaces", "title", "expires_on")

    def __init__(self, *args: Any, same: QuerySet[Document], **options: Any) -> None:
        super().__init__(*args, **options)
        current = list(same)
        if not current:
            # Nothing could be chosen.
            self.fields["replaces"].widget = forms.HiddenInput()
        field = self.fields["replaces"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = same
        if len(current) == 1 and current[0].type.expires:
            field.initial = current[0].pk


class AddForm(_DocumentFacts):
    """A document of one of the types that whoever fills it in may add."""

    type = forms.ModelChoiceField(DocumentType.objects.none(), label=_("Type"), empty_label=None)
    file = DocumentFileField()
    field_order: Iterable[str] | None = ("type", "file", "title", "expires_on")

    def __init__(self, *args: Any, types: Sequence[DocumentType], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["type"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = DocumentType.objects.filter(pk__in=[each.pk for each in types]).order_by("name")
        if any(each.expires for each in types):
            names = ", ".join(each.name for each in types if each.expires)
            self.fields["expires_on"].help_text = _("Needed for: %(types)s.") % {"types": names}


class SignForm(forms.Form):
    """That one has read a policy."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(label=_("I have read it and will keep to it."))
    name = OneLineField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_(
            "Typing it is your signature. The time, the network address of your device and the fingerprint of the file, which "
            "shows that it is the same, are kept with it."
        ),
    )
