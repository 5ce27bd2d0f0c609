"""A real identity provider on loopback, which speaks both protocols: nanoidp, in a process of its own."""

import base64
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from conftest import HostClient
from deploy.local.processes import LOOPBACK, free_port
from tests.isolation.world import ACME_HOST, GLOBEX_HOST

SECRET = "a secret of theirs"
_USERS = """
config_version: 1
users:
  alice: {password: "secret", email: "alice@acme.example"}
  bob: {password: "secret", email: "bob@acme.example"}
  carol: {password: "secret", email: "carol@acme.example"}
  doubtful: {password: "secret", email: "dave@acme.example", attributes: {email_verified: "false"}}
  erin: {password: "secret", email: "Erin@Acme.example", attributes: {displayName: "Erin  Eld"}}
  nameless: {password: "secret", email: ""}
  stranger: {password: "secret", email: "carol@elsewhere.example"}
"""
_SETTINGS = """
config_version: 1
server: {{host: "{host}", port: {port}}}
oauth:
  issuer: "{url}"
  clients:
    - client_id: "rooster"
      client_secret: "{secret}"
      token_endpoint_auth_method: "client_secret_post"
      redirect_uris: [{callbacks}]
saml: {{default_acs_url: "http://{acme}/accounts/sso/saml/acs/"}}
"""
_START_SECONDS = 60


@dataclass(frozen=True)
class Provider:
    """Where it answers."""

    url: str

    @property
    def certificate(self) -> str:
        found = re.search(r"X509Certificate>([^<]+)<", requests.get(f"{self.url}/saml/metadata", timeout=10).text)
        assert found
        return found[1]

    def values(self, protocol: str) -> dict[str, Any]:
        """What an owner enters."""
        values: dict[str, Any] = {"is_on": True, "name": "Acme ID", "protocol": protocol, "domains": ["acme.example"]}
        if protocol == "saml":
            ours = {"entity_id": f"{self.url}/saml", "sso_url": f"{self.url}/saml/sso", "certificate": self.certificate}
        else:
            ours = {"issuer": self.url, "client_id": "rooster", "client_secret": SECRET}
        return values | ours

    def signs_in(self, url: str, username: str) -> requests.Response:
        """What the provider answers to somebody who is sent to `url` and enters name and password there."""
        with requests.Session() as session:
            page = session.get(url, timeout=10)
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
            data = {**hidden, "username": username, "password": "secret"}
            return session.post(page.url, data, timeout=10, allow_redirects=False)


@contextmanager
def running_provider(folder: Path) -> Iterator[Provider]:
    """Have it until the block ends."""
    port = free_port()
    url = f"http://{LOOPBACK}:{port}"
    callbacks = ", ".join(f'"http://{host}/accounts/sso/oidc/callback/"' for host in (ACME_HOST, GLOBEX_HOST))
    settings = _SETTINGS.format(host=LOOPBACK, port=port, url=url, secret=SECRET, callbacks=callbacks, acme=ACME_HOST)
    (folder / "users.yaml").write_text(_USERS)
    (folder / "settings.yaml").write_text(settings)
    (folder / "keys").mkdir()
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "nanoidp", "--config", str(folder)]
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_up(process, url, folder / "log")
        yield Provider(url)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_up(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            requests.get(f"{url}/.well-known/openid-configuration", timeout=1)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


def asks(browser: HostClient, path: str = "", **query: str) -> str:
    """Where the button on the sign-in page leads."""
    answer = browser.get(f"/accounts/sso/{path}", query)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def oidc_answer(provider: Provider, asked: str, username: str) -> str:
    """What the provider sends the browser back to, as a path on its host."""
    back = urlsplit(provider.signs_in(asked, username).headers["Location"])
    return f"{back.path}?{back.query}"


def saml_answer(provider: Provider, asked: str, username: str) -> dict[str, str]:
    """What the provider's page posts from there."""
    page = provider.signs_in(asked, username).text
    fields = dict(re.findall(r'name="(SAMLResponse|RelayState)" value="([^"]*)"', page))
    assert "SAMLResponse" in fields, page
    return {**fields, "SAMLResponse": _in_order(fields["SAMLResponse"])}


def _in_order(response: str) -> str:
    """This provider puts the signature behind what it signs; SAML's schema wants it after the issuer. It signs neither place."""
    text = base64.b64decode(response).decode()
    begin, end = text.index("<ds:Signature>"), text.index("</ds:Signature>") + len("</ds:Signature>")
    place = text.index("<saml2:Subject>")
    return base64.b64encode((text[:place] + text[begin:end] + text[place:begin] + text[end:]).encode()).decode()


def brings_assertion(browser: HostClient, fields: Mapping[str, str]) -> Any:
    """The provider's page posts from another site, so no cookie of ours comes along; the page after that has them."""
    posted = HostClient(browser.host).post("/accounts/sso/saml/acs/", fields)
    assert posted.status_code == 302, posted.content.decode()
    browser.cookies["saml-acs-session"] = posted.cookies["saml-acs-session"].value
    return browser.get(posted["Location"])


def comes(protocol: str, browser: HostClient, provider: Provider, username: str, path: str = "", **query: str) -> Any:
    """Press the button, sign in at the provider, come back."""
    asked = asks(browser, path, **query)
    if protocol == "saml":
        return brings_assertion(browser, saml_answer(provider, asked, username))
    return browser.get(oidc_answer(provider, asked, username))
