"""The tags every page uses, and that the sprite has every icon a template names."""

import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template

from core.templatetags.rooster import avatar, duration, icon, price, signed_duration

ICON_TAG = re.compile(r"""{%\s*icon\s+"([^"]+)\"""")


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="Your work address.", widget=forms.EmailInput({"class": "wide"}))
    nickname = forms.CharField(required=False)
    password = forms.CharField(widget=forms.PasswordInput)
    cycle = forms.ChoiceField(choices=[("month", "Monthly"), ("year", "Yearly")], widget=forms.RadioSelect)
    accepted = forms.BooleanField(label="I accept")
    token = forms.CharField(widget=forms.HiddenInput)


def render_field(form: forms.Form, name: str) -> str:
    template = Template("{% load rooster %}{% form_field field %}")
    return template.render(Context({"field": form[name]}))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 min"),
        (45, "45 min"),
        (480, "8 h"),
        (465, "7 h 45 min"),
        (-80, "−1 h 20 min"),
        (timedelta(hours=30, minutes=5, seconds=59), "30 h 5 min"),
        (timedelta(seconds=-90), "−1 min"),
        (None, ""),
    ],
)
def test_duration_is_said_in_hours_and_minutes(value: int | timedelta | None, words: str) -> None:
    assert duration(value) == words


@pytest.mark.parametrize(("value", "words"), [(80, "+1 h 20 min"), (-15, "−15 min"), (0, "0 min"), (None, "")])
def test_signed_duration_shows_its_direction(value: int | None, words: str) -> None:
    assert signed_duration(value) == words


def test_less_than_a_minute_has_no_direction() -> None:
    assert signed_duration(timedelta(seconds=30)) == "0 min"
    assert duration(timedelta(seconds=-30)) == "0 min"


@pytest.mark.parametrize(("amount", "words"), [("29.00", "$29"), ("29.50", "$29.50"), ("1990", "$1,990")])
def test_whole_prices_have_no_decimals(amount: str, words: str) -> None:
    assert price(Decimal(amount), "USD") == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Carol Okafor", "CO"), ("ana maria de souza", "AS"), ("Łukasz", "Ł"), ("(old) Jo", "J"), ("", "?"), (None, "?")],
)
def test_initials_are_of_first_and_last_name(name: str | None, letters: str) -> None:
    assert f">{letters}</span>" in avatar("0198", name)


def test_a_person_keeps_their_colour_and_colours_differ() -> None:
    assert avatar("0198", "Carol") == avatar("0198", "Carol")
    assert {avatar(number, "Carol")[:22] for number in range(100)} == {f'<span class="av av-{number}" ' for number in range(1, 9)}


def test_a_photo_stands_in_for_initials() -> None:
    drawn = avatar("0198", "Carol", photo_url="/photos/1?a&b", size="lg")
    assert drawn == '<img class="av av-lg" src="/photos/1?a&amp;b" alt="" loading="lazy">'


def test_an_icon_is_silent_unless_labelled() -> None:
    assert 'aria-hidden="true"' in icon("home")
    assert 'aria-label="&lt;Home&gt;"' in icon("home", label="<Home>")


def test_field_ties_help_and_error_to_the_input() -> None:
    html = render_field(SampleForm({"email": "nobody"}), "email")
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control wide"' in html


def test_field_says_what_may_be_left_out() -> None:
    assert "(optional)" in render_field(SampleForm(), "nickname")
    assert "(optional)" not in render_field(SampleForm(), "email")


def test_fields_are_laid_out_by_what_they_are() -> None:
    form = SampleForm()
    assert "data-reveal" in render_field(form, "password")
    assert "<legend>" in render_field(form, "cycle")
    assert 'class="field check"' in render_field(form, "accepted")
    assert render_field(form, "token").strip().startswith('<input type="hidden"')


class Drawn(HTMLParser):
    """What stands in a piece of HTML, whatever the spaces and the order of attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted(attrs)))

    def handle_data(self, data: str) -> None:
        self.parts += data.split()


class Choosy(forms.Select):
    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= {"disabled": option["value"] == "a", "title": "5 > 4"}
        return option


@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple, Choosy])
@pytest.mark.parametrize("value", ["a", ["a", "2"], 2, None])
def test_a_select_is_what_django_draws(kind: type[forms.Select], value: object) -> None:
    choices = [("", "–"), ("a", 'A <b> & "x"'), ("Group <1>", [(1, "one"), (2, "two")]), (True, "yes"), (None, "none")]
    widget = kind(choices=choices, attrs={"class": "form-select", "data-x": "<"})
    ours, djangos = (widget.render("name", value, renderer=renderer) for renderer in (None, DjangoTemplates()))
    assert Drawn(ours).parts == Drawn(djangos).parts


def test_the_sprite_has_every_icon_a_template_names() -> None:
    sprite = (Path(settings.BASE_DIR) / "static/icons/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        name
        for template in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for name in ICON_TAG.findall(template.read_text())
    }
    assert named <= drawn
