"""What a mail says: a subject, a text, and the same text as a page in its sender's name and colour."""

import re
from dataclasses import dataclass
from typing import Any, TypedDict

from django.template.loader import render_to_string

from core.product import PRODUCT_COLOR, PRODUCT_NAME


class MailContent(TypedDict):
    """What `core.mail.queue_message` takes besides the recipient."""

    subject: str
    body: str
    html: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[_Line, ...]
    is_code: bool


def mail_content(
    template: str, context: dict[str, Any], *, sender_name: str = PRODUCT_NAME, color: str = PRODUCT_COLOR
) -> MailContent:
    """Render `<template>_subject.txt` and `<template>_message.txt`. Without a sender it is the platform who writes."""
    subject = render_to_string(f"{template}_subject.txt", context).strip()
    body = render_to_string(f"{template}_message.txt", context)
    return {"subject": subject, "body": body, "html": mail_page(body, sender_name=sender_name, color=color)}


def mail_page(body: str, *, sender_name: str, color: str) -> str:
    """A text as a page: an address on a line of its own is a link, and an indented paragraph a code."""
    # The page names its sender at the top, so it needs no signature.
    text = body.partition("\n-- \n")[0].strip("\n")
    paragraphs = [_paragraph(each) for each in re.split(r"\n\s*\n", text)]
    return render_to_string("mail.html", {"paragraphs": paragraphs, "sender_name": sender_name, "color": color})


def _paragraph(text: str) -> _Paragraph:
    lines = (line.strip() for line in text.strip("\n").split("\n"))
    return _Paragraph(
        tuple(_Line(line, is_link=re.fullmatch(r"https?://\S+", line) is not None) for line in lines),
        is_code=text.startswith("    "),
    )
