"""Tags and filters for every page: icons, durations, avatars and form fields."""

from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.formatting import format_duration, format_price, format_signed_duration, initials_of

register = template.Library()

AVATAR_COLOURS = 8

# The first that fits. A CheckboxSelectMultiple is a RadioSelect to Django; the wrapper of either would wear the class too.
_LAYOUTS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.RadioSelect, "choices", ""),
    (forms.CheckboxInput, "check", "form-check-input"),
    (forms.Select, "select", "form-select"),
    (forms.PasswordInput, "password", "form-control"),
)


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """Draw a symbol of static/icons/sprite.svg.

    ``label`` gives it a name for screen readers when no words stand beside it; ``size`` is "", "sm" or "lg".
    """
    return _drawing(name, str(label), size)


@lru_cache(maxsize=1024)
def _drawing(name: str, label: str, size: str) -> SafeString:
    # A page has dozens of icons, and there are not many different ones.
    classes = f"icon icon-{size}" if size else "icon"
    href = f"{static('icons/sprite.svg')}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href)


@register.filter
def duration(value: int | timedelta | None) -> str:
    """Minutes or a timedelta as "7 h 45 min"; nothing for None."""
    return "" if value is None else format_duration(value)


@register.filter
def signed_duration(value: int | timedelta | None) -> str:
    """Minutes or a timedelta as "+1 h 20 min" or "−15 min"; nothing for None."""
    return "" if value is None else format_signed_duration(value)


@register.simple_tag
def price(amount: Decimal, currency: str) -> str:
    """A list price: "$29", "$29.50"."""
    return format_price(amount, currency)


@register.simple_tag
def avatar(identifier: object, name: object, *, photo_url: str = "", size: str = "") -> SafeString:
    """Somebody's photo, or their initials on a colour that is always the same for the same id; ``size`` is "" or "lg".

    The name stands beside it, so it is silent. No template draws it, since lists have one in each row.
    """
    classes = f"av av-{size}" if size else "av"
    if photo_url:
        return format_html('<img class="{}" src="{}" alt="" loading="lazy">', classes, photo_url)
    colour = crc32(str(identifier).encode()) % AVATAR_COLOURS + 1
    return format_html('<span class="{} av-{}" aria-hidden="true">{}</span>', classes, colour, initials_of(str(name or "")))


@register.simple_tag
def count(number: int) -> SafeString:
    """Say how many things wait at a place of the navigation; nothing where none do."""
    if not number:
        return SafeString()
    return format_html('<span class="count">{}<span class="visually-hidden"> {}</span></span>', number, _("waiting"))


@register.inclusion_tag("_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """Render a form field with label, help, input and error, tied together for screen readers.

    The widget's own attributes (autocomplete, inputmode, placeholder, class) are kept.
    """
    widget = field.field.widget
    kind, css_class = _kind_and_class(widget)
    own_class = widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {"class": f"{css_class} {own_class}".strip()} if css_class else {}
    return {
        "field": field,
        "kind": kind,
        "control": field.as_widget(attrs=attrs),
        "optional": not field.field.required and kind in {"input", "select", "password"},
    }


@register.simple_tag
def options(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """Write the options of a select, as its widget has them: in groups, of which one without a name is none."""
    written = []
    for name, choices, _index in groups:
        html = SafeString("".join(map(_option, choices)))
        written.append(format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, html) if name else html)
    return SafeString("".join(written))


def _option(choice: dict[str, Any]) -> str:
    attributes = flatatt(choice["attrs"]) if choice["attrs"] else ""
    return f'\n  <option value="{escape(str(choice["value"]))}"{attributes}>{conditional_escape(choice["label"])}</option>'


@register.simple_tag
def form_control(field: BoundField) -> SafeString:
    """The control alone, dressed as in `form_field`, where its label stands elsewhere, as in a table."""
    _kind, css_class = _kind_and_class(field.field.widget)
    return field.as_widget(attrs={"class": css_class})


def _kind_and_class(widget: forms.Widget) -> tuple[str, str]:
    """Return how _field.html lays a widget out, and the class its control wears."""
    if widget.is_hidden:
        return "hidden", ""
    for widget_class, kind, css_class in _LAYOUTS:
        if isinstance(widget, widget_class):
            return kind, css_class
    is_color = getattr(widget, "input_type", "") == "color"
    return "input", "form-control form-control-color" if is_color else "form-control"
