"""The provider, and Acme set up with it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tenants.accounts.models import User
from tenants.single_sign_on.actions import change_provider
from tenants.single_sign_on.models import IdentityProvider
from tenants.single_sign_on.tests.provider import Provider, running_provider

SetUp = Callable[..., IdentityProvider]


@pytest.fixture(scope="package")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running_provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture(params=["openid_connect", "saml"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def set_up(alice: User, provider: Provider) -> SetUp:
    """Set the provider up as an owner does."""

    def made(protocol: str, **changes: Any) -> IdentityProvider:
        return change_provider(acting_user=alice, **{**provider.values(protocol), **changes})

    return made


def said(answer: Any) -> str:
    """What the page says that refuses somebody."""
    assert answer.status_code == 403, (answer.status_code, answer.headers.get("Location"))
    return str(answer.content.decode())
