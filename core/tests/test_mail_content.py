"""A mail as a page."""

from html.parser import HTMLParser

from core.mail_content import mail_page

BODY = """Hello Robin <b>,

your code is:

    123456

Enter it here:
https://acme.example/x/?a=1&b=2
"""
SIGNATURE = "\n-- \nRooster\n"


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str | None] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def test_says_what_the_text_says() -> None:
    page = _Page(mail_page(BODY + SIGNATURE, sender_name="Acme & Co", color="#123456"))

    assert [word for word in page.words if word and "margin" not in word] == [
        "Acme & Co",
        "Acme & Co",
        "Hello Robin <b>,",
        "your code is:",
        "123456",
        "Enter it here:",
        "https://acme.example/x/?a=1&b=2",
    ]
    assert page.links == ["https://acme.example/x/?a=1&b=2"]
    assert "b" not in page.tags


def test_wears_the_colour_and_makes_a_code_large() -> None:
    html = mail_page(BODY, sender_name="Acme", color="#123456")

    assert "border-top: 4px solid #123456" in html
    assert '<p class="code">123456</p>' in html


def test_only_an_address_of_the_web_is_a_link() -> None:
    page = _Page(mail_page("javascript:alert(1)\nftp://x.example\nsee https://x.example", sender_name="Acme", color="#123456"))

    assert page.links == []
