"""Pages without inline code, which the content security policy would refuse, and without words that nobody can translate."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.template import engines

from tests.guards.sources import Guard, Problem, Source, check, templates

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
# What stands between these is translated, or never shown.
TRANSLATED = re.compile(r"\{% blocktrans(?:late)?\b.*?%\}.*?\{% endblocktrans(?:late)? %\}", re.DOTALL)
COMMENT = re.compile(r"\{% comment\b.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
WORDS = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label"}
# Blocks inside a tag's attributes hold no words.
ATTRIBUTE_BLOCK = re.compile(r"\{% block (accent|panel_class) %\}.*?\{% endblock")
NAMES = {"Rooster", "PostgreSQL", "UTC"}
# Django's own pages and Unfold's, which we change in places; their policy is the company administration's own.
ADMIN = ("templates/admin/", "templates/unfold/")

WORDS_ALLOWED = {
    "templates/site/_hero.html": "Names of invented people.",
}


class _Page(HTMLParser):
    """What a template has in its markup: elements with attributes, and text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[int, str, dict[str, str]]] = []
        self.texts: list[tuple[int, str]] = []
        self._silent = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((self.getpos()[0], tag, {name: value or "" for name, value in attrs}))
        if tag in {"script", "style", "code"}:
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append((self.getpos()[0], data))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """Take matches out and keep the lines where they are."""
    return pattern.sub(lambda match: " " + "\n" * match[0].count("\n"), text)


def _inline_code(source: Source) -> Iterator[Problem]:
    for line, tag, attributes in _Page(_blank(TAG, source.text)).elements:
        for name in attributes:
            if name == "style" or name.startswith("on"):
                yield Problem(source, line, f"<{tag} {name}=…> is refused by the policy; use a class, or a script of its own.")
        if tag == "script" and "src" not in attributes:
            yield Problem(source, line, "An inline script is refused by the policy; put it into static/js.")
        if tag == "style" and 'nonce="{{ csp_nonce }}"' not in source.lines[line - 1]:
            yield Problem(source, line, "An inline <style> without the nonce is refused by the policy.")


def _foreign_sources(source: Source) -> Iterator[Problem]:
    for line, tag, attributes in _Page(_blank(TAG, source.text)).elements:
        for name in {"src", "href", "action"} & set(attributes):
            if re.match(r"(https?:)?//", attributes[name]) and tag != "a":
                yield Problem(source, line, f"<{tag}> loads from another site; everything comes from our own.")


def _untranslated_words(source: Source) -> Iterator[Problem]:
    if source.name.endswith(".txt"):
        texts = [(1, _blank(TAG, _blank(TRANSLATED, source.text)))]
    else:
        markup = source.text
        for pattern in (TRANSLATED, COMMENT, ATTRIBUTE_BLOCK, TAG):
            markup = _blank(pattern, markup)
        page = _Page(markup)
        spoken = [(line, value) for line, _, values in page.elements for name, value in values.items() if name in SPOKEN_ATTRIBUTES]
        texts = page.texts + spoken
    for line, text in texts:
        words = [word for word in WORDS.findall(re.sub(r"&\w+;", " ", text)) if word not in NAMES]
        if words:
            yield Problem(source, line, f"“{' '.join(words)}” is not translatable.")


def _forgotten_i18n(source: Source) -> Iterator[Problem]:
    uses = re.search(r"\{% (translate|trans|blocktranslate|blocktrans|get_current_language)\b", source.text)
    if uses and not re.search(r"\{% load [^%]*\bi18n\b", source.text):
        yield Problem(source, 1, "translates without {% load i18n %}.")


def _idle_loads(source: Source) -> Iterator[Problem]:
    libraries = engines["django"].engine.template_libraries  # type: ignore[attr-defined]  # Only Django's own engine has one.
    used = set(re.findall(r"\{%\s*(\w+)", source.text)) | set(re.findall(r"\|\s*(\w+)", "".join(TAG.findall(source.text))))
    for number, line in enumerate(source.lines, start=1):
        for name in " ".join(re.findall(r"\{% load ([\w ]+?) %\}", line)).split():
            if not used & (set(libraries[name].tags) | set(libraries[name].filters)):
                yield Problem(source, number, f"loads “{name}” and uses nothing of it.")


def _unsafe_values(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.lines, start=1):
        if re.search(r"\|\s*(safe|safeseq)\b|autoescape off", line):
            yield Problem(source, number, "shows a value as markup, without escaping it.")


OURS = [source for source in templates() if not source.path.startswith(ADMIN)]
PAGES = [source for source in OURS if source.name.endswith(".html")]


def test_pages_have_no_inline_code() -> None:
    check(
        _inline_code,
        PAGES,
        allowed={
            "templates/mail.html": "A mail brings its style along; no policy of ours reaches its reader.",
            "templates/hr/subject_access/archive.html": "A page of an archive, which is opened from a disk.",
        },
    )


def test_pages_load_from_nowhere_else() -> None:
    check(_foreign_sources, PAGES)


def test_every_word_is_translatable() -> None:
    check(_untranslated_words, OURS, allowed=WORDS_ALLOWED)


def test_i18n_is_loaded_where_it_is_used() -> None:
    check(_forgotten_i18n, templates())


def test_what_is_loaded_is_used() -> None:
    check(_idle_loads, templates())


def test_values_are_escaped() -> None:
    # Mails are text, not markup, so nothing in them is escaped.
    reason = "Help texts are our own and Django's; a list of password rules is markup."
    check(_unsafe_values, [*PAGES], allowed={"templates/_field_notes.html": reason})


BAD: list[tuple[Guard, str]] = [
    (_inline_code, '<p style="color: red">'),
    (_inline_code, '<button onclick="go()">'),
    (_inline_code, "<script>go()</script>"),
    (_inline_code, "<style>p {}</style>"),
    (_foreign_sources, '<script src="https://cdn.example/x.js"></script>'),
    (_foreign_sources, '<link href="//cdn.example/x.css">'),
    (_untranslated_words, "<p>{{ name }} is late</p>"),
    (_untranslated_words, '<img alt="Portrait">'),
    (_forgotten_i18n, '{% translate "Late" %}'),
    (_idle_loads, "{% load i18n %}<p>{{ translate }}</p>"),
    (_idle_loads, "{% load i18n rooster %}{% translate name %} |duration"),
    (_unsafe_values, "{{ note|safe }}"),
    (_unsafe_values, "{% autoescape off %}"),
]
GOOD = """{% load i18n static %}
{# A note. #}<!-- Another. -->
<style nonce="{{ csp_nonce }}">p { color: {{ colour }} }</style>
<script src="{% static 'js/app.js' %}" defer></script>
<p class="late">{% blocktranslate with name=person.name %}{{ name }} is late.{% endblocktranslate %}</p>
<a href="https://www.gnu.org/licenses/" title="{% translate "Licence" %}">{{ value }}&nbsp;·</a>
"""


@pytest.mark.parametrize(("guard", "text"), BAD)
def test_the_guard_bites(guard: Guard, text: str) -> None:
    assert list(guard(Source("templates/hr/x.html", text)))


@pytest.mark.parametrize(
    "guard", [_inline_code, _foreign_sources, _untranslated_words, _forgotten_i18n, _idle_loads, _unsafe_values]
)
def test_the_guard_lets_a_good_page_pass(guard: Guard) -> None:
    assert not [str(problem) for problem in guard(Source("templates/hr/x.html", GOOD))]


def test_the_guard_reads_mails_too() -> None:
    assert list(_untranslated_words(Source("templates/hr/email/late_message.txt", "You are late, {{ name }}.")))
