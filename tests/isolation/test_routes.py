"""Every route, as every role, with the keys of the other company.

The routes are found by walking the URL roots, so a new one is attacked by itself, or the test fails and asks for what it
cannot guess. A key that only the other company has must not even be told apart from one that nobody has.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.company_admin import company_admin
from core.jobs.models import Job
from core.tenancy import enter_public, enter_schema
from superadmin.actions import create_staff
from tests.cast import CREATED
from tests.isolation.watch import Watch, sent_mails, traces, words_of_others
from tests.isolation.world import ROLES, Side, World, unknown_keys
from tests.isolation.world.canaries import Canary, planted_columns, tenant_models
from tests.permissions.tables import ask, routes

Keys = Mapping[str, object]
Attempt = tuple[str, str, dict[str, object]]

# What stands for a parameter: the table whose keys it takes, or a text.
PARAMETERS = {
    "employee_id": "people_employee",
    "company_id": "companies_company",
    "domain_id": "companies_domain",
    "job_id": "jobs_job",
    "version": "logo",
    "photo": "photo",
    "file_id": "subject_access_completefile",
    "import_id": "imports_employeeimport",
    "entry_id": "personal_address",
    "request_id": "personal_changerequest",
    "document_id": "documents_document",
    "asked_id": "documents_documentrequest",
    "policy_id": "documents_policy",
    "version_id": "documents_policyversion",
    "sign_in_id": "accounts_signin",
    "task_id": "lifecycle_checklisttask",
    "checklist_id": "lifecycle_checklist",
}
# The first passkey is somebody's in both companies.
TEXTS = {
    "group": "personal",
    "kind": "csv",
    "key": "nothing",
    "section": "addresses",
    "organization_slug": "saml",
    "code": "nothing",
    "pk": "1",
}
# Regular expressions of the administration, and an address that each matches.
PATTERNS = {
    r"\(\?P<app_label>.*\)/\$$": "people/",
    r"\(\?P<url>\.\*\)\$$": "nothing/",
    r"\(\?P<organization_slug>saml\)(.*)\$$": r"saml\1",
}
# Searches that find everything with a canary in it.
SEARCHES = {"people/": "q=canary", "people/chart/": "q=canary", "admin/search/": "s=canary"}
# Columns that no page of the company shows to anybody.
NEVER_SHOWN = {
    "accounts_user.password",
    "account_emailaddress.email",
    "account_emailconfirmation.key",
    "audit_auditevent.request_id",
    "personal_personalrecord.former_personal_email",
    "documents_document.sha256",
    "documents_acknowledgement.sha256",
    "documents_policyversion.sha256",
    "invitations_invitation.code_hash",
    "mfa_authenticator.data",
    # The provider's page asks again who one is; of allauth's tables nothing has a page.
    "single_sign_on_identityprovider.client_id",
    "single_sign_on_identityprovider.client_secret",
    "single_sign_on_identityprovider.entity_id",
    "single_sign_on_identityprovider.sso_url",
    "single_sign_on_identityprovider.certificate",
    "socialaccount_socialaccount.provider",
    "socialaccount_socialaccount.uid",
    "socialaccount_socialaccount.extra_data",
    "socialaccount_socialapp.provider_id",
    "socialaccount_socialapp.client_id",
    "socialaccount_socialapp.secret",
    "socialaccount_socialapp.key",
    "socialaccount_socialapp.settings",
    "socialaccount_socialtoken.token",
    "socialaccount_socialtoken.token_secret",
    "accounts_signin.device_hash",
    # Given to whoever proves again who they are.
    "subject_access_completefile.content",
    # Pay runs will write it.
    "audit_readevent.object_label",
    "audit_readevent.request_id",
}
# Said anew in every answer: tokens of forms, nonces, the request's id, the time, also in the signature of a message's cookie.
_CHANGING = re.compile(
    r"\b[A-Za-z0-9]{64}\b|nonce[-=][\"\w-]+|\b[0-9a-f]{32}\b"
    r"|\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT|rooster_session=\w{32}|:\w{6}:[\w-]{43}(?=;)"
)


def _addresses(urlconf: str, keys: Keys) -> Iterator[str]:
    """Each route with keys in its parameters; those whose table has no key are left out."""
    for route in sorted(routes(urlconf)):
        tables = _tables_of(route)
        if all(table in keys for table in tables.values()):
            yield "/" + _filled(route, {name: keys[table] for name, table in tables.items()})
    if urlconf == settings.ROOT_URLCONF:
        yield from _lists(keys)


def _tables_of(route: str) -> dict[str, str]:
    """The table of each parameter of a route that takes a key."""
    names = set(re.findall(r"<(?:\w+:)?(\w+)>", route)) - {"app_label", "url"} - set(TEXTS)
    screen = re.match(r"admin/(\w+)/(\w+)/<path:object_id>/", route)
    known = {**PARAMETERS, **({"object_id": f"{screen[1]}_{screen[2]}"} if screen else {})}
    unknown = names - set(known)
    assert not unknown, f"Say in PARAMETERS or TEXTS what to put for {unknown} of {route}."
    return {name: known[name] for name in names}


def _filled(route: str, values: Mapping[str, object]) -> str:
    for pattern, text in PATTERNS.items():
        route = re.sub(pattern, text, route)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str({**TEXTS, **values}[match[1]]), route)


def _lists(keys: Keys) -> Iterator[str]:
    """Lists searched, filtered and completed; with keys of their own where they take one."""
    yield from (f"/{route}?{query}" for route, query in SEARCHES.items())
    for model, screen in company_admin._registry.items():
        label, name = model._meta.app_label, model._meta.model_name
        path = f"/admin/{label}/{name}/"
        yield f"{path}?q=canary&all="
        for field in _links(model):
            if (key := keys.get(field.remote_field.model._meta.db_table)) is not None:
                yield f"{path}?{field.name}__id__exact={key}"
                yield f"{path}?{field.name}={key}"
        for field_name in screen.autocomplete_fields:
            yield f"/admin/autocomplete/?app_label={label}&model_name={name}&field_name={field_name}&term=canary"


def _links(model: type[models.Model]) -> list[Any]:
    return [field for field in [*model._meta.fields, *model._meta.many_to_many] if field.remote_field]


def _payloads(url: str, keys: Keys) -> Iterator[dict[str, object]]:
    """What to send to an address: every link of every model to a row with such a key, and on lists each action on it."""
    linked = {
        field.name: keys[field.remote_field.model._meta.db_table]
        for model in tenant_models()
        for field in _links(model)
        if field.remote_field.model._meta.db_table in keys
    }
    yield linked
    for model, screen in company_admin._registry.items():
        table = model._meta.db_table
        if url == f"/admin/{model._meta.app_label}/{model._meta.model_name}/" and table in keys:
            yield from ({**linked, "action": action, "_selected_action": keys[table]} for action in screen.actions)


def _attempts(urlconf: str, keys: Keys) -> Iterator[Attempt]:
    for url in _addresses(urlconf, keys):
        yield "GET", url, {}
        if "?" not in url:
            yield from (("POST", url, data) for data in _payloads(url, keys))


def _browser(side: Side, role: str) -> HostClient:
    browser = HostClient(side.host)
    if role in ROLES:
        with tenant_context(side.company):
            browser.force_login(side.user(role))
    enter_public()
    return browser


def _normalized(response: Any, keys: Keys) -> list[str]:
    """An answer without what is said anew each time and without the keys that were asked for."""
    parts = []
    asked = re.compile("|".join(str(key) for key in keys.values()))
    for name, text in traces(response):
        if name == "the exception":
            continue
        parts.append(f"{name}: {_CHANGING.sub('', asked.sub('<key>', text))}")
    return [str(response.status_code), *sorted(parts)]


def _first_difference(one: list[str], other: list[str]) -> str:
    pair = next(((a, b) for a, b in zip(one, other, strict=False) if a != b), None)
    if pair is None:
        return "" if len(one) == len(other) else "other parts"
    start = next((i for i, (a, b) in enumerate(zip(*pair, strict=False)) if a != b), 0)
    return f"{pair[0][max(start - 40, 0) : start + 80]!r} and {pair[1][max(start - 40, 0) : start + 80]!r}"


@pytest.mark.parametrize("role", [*ROLES, "anonymous"])
def test_a_companys_routes_say_no_word_of_another(world: World, role: str, caplog: pytest.LogCaptureFixture, db: None) -> None:
    """Both have the same keys, so whatever is read in the wrong place is found there, and says so."""
    browser = _browser(world.acme, role)
    watch = Watch(words_of_others(world.acme))
    for attempt in _attempts(settings.ROOT_URLCONF, world.acme.shared):
        _watched(watch, browser, attempt)
    _look_around(watch, world, world.acme, caplog)
    watch.check()


@pytest.mark.parametrize("role", [*ROLES, "anonymous"])
def test_a_companys_routes_do_not_tell_anothers_keys_from_nobodys(
    world: World, role: str, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    browser = _browser(world.acme, role)
    watch = Watch(words_of_others(world.acme))
    theirs, nobodys = world.globex.own, unknown_keys(world.globex)
    told_apart = []
    attempts = (list(_attempts(settings.ROOT_URLCONF, keys)) for keys in (theirs, nobodys))
    for attempt, same in zip(*attempts, strict=True):
        if attempt == same:
            continue
        answers = _watched(watch, browser, attempt), _watched(watch, browser, same)
        if difference := _first_difference(_normalized(answers[0], theirs), _normalized(answers[1], nobodys)):
            told_apart.append(f"{_named(attempt)}: {difference}")
    _look_around(watch, world, world.acme, caplog)
    watch.check()
    assert not told_apart, "\n" + "\n".join(told_apart)


def _named(attempt: Attempt) -> str:
    method, url, data = attempt
    return f"{method} {url} {data.get('action', '')}"


def test_at_home_an_owner_sees_the_words(world: World, db: None) -> None:
    """Else the tests above would look for what nobody can find."""
    watch = Watch(words_of_others(world.globex))
    browser = _browser(world.globex, "owner")
    for attempt in _attempts(settings.ROOT_URLCONF, world.globex.shared):
        _watched(watch, browser, attempt)
    watch.check()
    planted = {Canary("globex", model._meta.db_table, name) for model in tenant_models() for name in planted_columns(model)}
    assert Canary("globex", "logo", "file") in watch.seen
    assert planted - watch.seen == {Canary("globex", *place.split(".")) for place in NEVER_SHOWN}


def test_a_wrong_schema_and_a_wrong_key_would_be_seen(world: World, db: None) -> None:
    watch = Watch(words_of_others(world.acme))
    with mock.patch("tenants.companies.middleware.enter_schema", side_effect=lambda _company: enter_schema(world.globex.company)):
        _watched(watch, _browser(world.acme, "anonymous"), ("GET", "/accounts/login/", {}))
    assert "GET /accounts/login/ : the body says Canary(company='globex'" in watch.leaks[0]

    with tenant_context(world.acme.company):
        cache.set("somebody", "canary-globex-people_employee-first_name-1")
    watch = Watch(words_of_others(world.acme))
    watch.look_into_cache("here", world)
    assert len(watch.leaks) == 1


@pytest.mark.parametrize("urlconf", [settings.PUBLIC_SCHEMA_URLCONF, settings.CONSOLE_URLCONF, settings.ROOT_URLCONF])
def test_strangers_learn_nothing_anywhere(world: World, urlconf: str, caplog: pytest.LogCaptureFixture, db: None) -> None:
    """Nobody signed in, on the public site, on the console and on a host that nobody has."""
    hosts = {settings.PUBLIC_SCHEMA_URLCONF: settings.BASE_DOMAIN, settings.CONSOLE_URLCONF: settings.CONSOLE_DOMAIN}
    watch = Watch(lambda _canary: True)
    browser = HostClient(hosts.get(urlconf, f"nobody.{settings.BASE_DOMAIN}"))
    for attempt in _attempts(urlconf, {**world.acme.shared, "companies_company": world.acme.company.pk}):
        _watched(watch, browser, attempt)
    watch.look(browser.host, [("the log", caplog.text)])
    watch.check()


def test_staff_see_what_the_platform_has_of_a_company_and_no_row_of_its_own(
    world: World, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    enter_public()
    olga = create_staff(email="olga@rooster.example", full_name="Olga Petrova", password="seven purple herons wading", now=CREATED)
    browser = HostClient(settings.CONSOLE_DOMAIN)
    browser.force_login(olga)
    watch = Watch(lambda canary: canary.table not in {"companies_company", "companies"})
    job = Job.objects.create(
        company_id=world.acme.company.pk,
        task="tenants.accounts.tasks.nothing",
        arguments={"text": "canary-acme-jobs-arguments"},
        created_at=CREATED,
        not_before=CREATED,
        failed_at=CREATED,
        error="It failed.",
    )
    keys = {"companies_company": world.acme.company.pk, "jobs_job": job.pk}
    for attempt in _attempts(settings.CONSOLE_URLCONF, keys):
        _watched(watch, browser, attempt)
    _look_around(watch, world, world.acme, caplog)
    watch.check()
    assert {canary.company for canary in watch.seen} == {"acme", "globex"}


def _watched(watch: Watch, browser: HostClient, attempt: Attempt) -> Any:
    response = ask(browser, *attempt)
    assert response.status_code < 500, attempt
    watch.look(_named(attempt), [*traces(response), *sent_mails()])
    return response


def _look_around(watch: Watch, world: World, side: Side, caplog: pytest.LogCaptureFixture) -> None:
    watch.look(side.host, [("the log", caplog.text)])
    watch.look_into_cache(side.host, world)
