"""Sign-up to clocked out, and the doors in between. One file, so that one worker has the browser and the product."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Request

from core.files.tests.test_pictures import drawn, encoded
from tests.cast import PASSWORD
from tests.journeys.product import Product
from tests.journeys.visitor import VIEWPORTS, Visitor, visiting

pytestmark = pytest.mark.journey

CODE = re.compile(r"\b\d{6}\b")


def _code_in(mail: str) -> str:
    found = CODE.search(mail)
    assert found, mail
    return found[0]


def _sign_up(owner: Visitor, company: str, email: str) -> None:
    owner.goes_to()
    owner.follows("Start free")
    # A name without a place to break is wider than a phone.
    name = "Hanne Featherstonehaugh-Wolfeschlegelsteinhausen"
    owner.fills({"Company name": company, "Your name": name, "Work e-mail": email, "Password": PASSWORD})
    owner.page.get_by_label("Country").select_option(label="United Kingdom")
    owner.presses("Continue")
    owner.sees("Look into your mail")

    verify_url = owner.page.url
    code = _code_in(owner.reads_mail(to=email, about="code"))
    owner.page.goto(verify_url)
    owner.fills({"Code": "000000" if code != "000000" else "111111"})
    owner.presses("Confirm and set up the company")
    owner.sees("This is not the code from our newest mail")
    owner.fills({"Code": code})
    owner.presses("Confirm and set up the company")


def _add_employee(owner: Visitor, subdomain: str, first_name: str, email: str) -> None:
    owner.goes_to(subdomain, "/admin/")
    owner.goes_to(subdomain, "/admin/people/employee/")
    owner.follows(re.compile("Add employee", re.IGNORECASE))
    owner.fills({"First name": first_name, "Last name": "Egret", "Work e-mail": email})
    owner.presses("Save")
    owner.sees("was added successfully")


def _accept_invitation(employee: Visitor, email: str) -> None:
    invitation = employee.reads_mail(to=email, about="account")
    address = re.search(r"http\S+/accounts/invitation/\S+", invitation)
    assert address, invitation
    employee.page.goto(address[0])
    employee.looks()
    employee.fills({"E-mail": email, "Password": PASSWORD})
    employee.presses("Save and sign in")


def _work_a_day(employee: Visitor) -> None:
    employee.sees("Not clocked in")
    # Twice, as impatient thumbs do: it counts once.
    employee.button("Clock in").dblclick()
    for state, button in [("Working since", "Start break"), ("On a break since", "Back to work"), ("Working since", "Clock out")]:
        employee.sees(state)
        employee.looks(state)
        employee.presses(button)
    employee.sees("Clocked out at")
    employee.looks("Clocked out")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_from_sign_up_to_the_end_of_the_first_day(browser: Browser, product: Product, viewport: str) -> None:
    subdomain, owner_email, employee_email = f"heron-{viewport}", f"hanne@{viewport}.example", f"emil@{viewport}.example"
    with visiting(browser, product, viewport) as owner, visiting(browser, product, viewport) as employee:
        _sign_up(owner, f"Heron {viewport}", owner_email)
        owner.stands_at(subdomain, "/")
        owner.sees("Not clocked in")
        _add_employee(owner, subdomain, "Emil", employee_email)

        _accept_invitation(employee, employee_email)
        employee.stands_at(subdomain, "/")
        _work_a_day(employee)
        employee.follows("All my time")
        employee.sees("worked on 1 day")

        owner.goes_to(subdomain, "/time/team/")
        owner.sees("Emil Egret")
        owner.goes_to(subdomain, "/admin/attendance/punch/")
        owner.sees("4 punches")


def test_a_cookie_of_one_company_shows_the_other_companys_sign_in(browser: Browser, product: Product) -> None:
    with visiting(browser, product) as alice:
        alice.signs_in("acme", "alice@acme.example", PASSWORD)
        cookies = alice.context.cookies(product.url("acme"))
        assert {cookie["name"] for cookie in cookies} == {"rooster_session", "rooster_device"}
        assert {(cookie["domain"], cookie["httpOnly"]) for cookie in cookies} == {("acme.localhost", True)}
        alice.goes_to("globex")
        alice.sees("Sign in to Globex")

        for cookie in cookies:
            alice.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": product.url("globex")}])
        alice.goes_to("globex", "/people/")
        alice.sees("Sign in to Globex")


def test_staff_suspend_a_company_and_activate_it_again(browser: Browser, product: Product) -> None:
    with visiting(browser, product) as olga, visiting(browser, product, "phone") as mallory:
        mallory.signs_in("globex", "mallory@globex.example", PASSWORD)
        olga.signs_in("console", "olga@rooster.example", PASSWORD)
        olga.goes_to("console", "/companies/")
        olga.follows("Globex")
        olga.follows("Suspend")
        olga.presses("Suspend Globex")
        olga.sees("Globex is suspended")

        mallory.goes_to("globex", status=403)
        mallory.sees("Globex is suspended")

        olga.follows("Activate")
        olga.presses("Activate Globex")
        olga.sees("Globex is active")
        mallory.goes_to("globex")
        mallory.sees("Not clocked in")


def test_an_owner_changes_the_address_and_takes_it_back(browser: Browser, product: Product) -> None:
    new = "sprockets"
    with visiting(browser, product, "phone") as mallory:
        mallory.signs_in("globex", "mallory@globex.example", PASSWORD)
        mallory.goes_to("globex", "/admin/addresses/")
        mallory.follows("Change address")
        mallory.fills({"New address": "acme"})
        mallory.sees("This address is taken")
        mallory.looks("taken")
        mallory.fills({"New address": new})
        mallory.sees("This address is free")
        mallory.presses("Change the address")
        mallory.follows("Sign in there")
        mallory.fills({"E-mail": "mallory@globex.example", "Password": PASSWORD})
        mallory.presses("Sign in")
        mallory.stands_at(new, "/admin/addresses/")
        mallory.sees("Former addresses")
        mallory.looks("with a former one")
        mallory.page.goto(product.url("globex", "/people/"))
        mallory.stands_at(new, "/people/")

        mallory.goes_to(new, "/admin/addresses/")
        mallory.follows("Take back globex.localhost")
        mallory.sees("can take it back")
        mallory.presses("Change the address")
        mallory.follows("Sign in there")
        # Where the first session is still good.
        mallory.stands_at("globex", "/admin/addresses/")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_an_owner_asks_for_a_domain_of_the_companys_own(browser: Browser, product: Product, viewport: str) -> None:
    with visiting(browser, product, viewport) as alice:
        alice.signs_in("acme", "alice@acme.example", PASSWORD)
        alice.goes_to("acme", "/admin/addresses/")
        alice.fills({"Your domain": "hr.acme"})
        alice.presses("Add domain")
        alice.sees("Nobody can have this as a domain")
        alice.fills({"Your domain": "hr.acme.com"})
        alice.presses("Add domain")
        alice.sees("Waiting for its record")
        alice.looks("with records to set")

        alice.button("Copy").click()
        alice.sees("Copied")

        alice.presses("Check now")
        alice.sees("Looking for the TXT record")
        alice.follows("Remove hr.acme.com")
        alice.presses("Remove the domain")
        alice.sees("hr.acme.com is removed")


def test_somebody_is_hired_transferred_and_leaves(browser: Browser, product: Product) -> None:
    with visiting(browser, product) as alice:
        alice.signs_in("acme", "alice@acme.example", PASSWORD)
        _add_employee(alice, "acme", "Nora", "nora@acme.example")
        alice.goes_to("acme", "/checklists/?q=nora")
        alice.looks("of checklists")
        alice.follows("Nora Egret")
        alice.sees("0 of 6 done")
        alice.button("Done Send the contract and have it signed").click()
        alice.sees("1 of 6 done")

        alice.follows("Employment")
        alice.follows("Transfer")
        alice.page.get_by_label("Department").select_option(label="Finance")
        alice.fills({"Manager (optional)": "Nobody Atall"})
        alice.presses("Transfer")
        alice.sees("Nobody who works here has this name")
        alice.fills({"Manager (optional)": "Dave Dunn"})
        alice.presses("Transfer")
        alice.sees("terms are changed from")
        alice.sees("Manager: Dave Dunn")

        alice.follows("End employment")
        last_day = date.today() + timedelta(days=30)  # noqa: DTZ011 -- Any day ahead.
        alice.fills({"Last day": "2020-01-01"})
        alice.presses("End employment")
        alice.sees("The last day cannot come before the first day")
        alice.fills({"Last day": last_day.isoformat(), "Access ends (optional)": f"{last_day}T12:00"})
        alice.presses("End employment")
        alice.sees("last day is")
        alice.goes_to("acme", "/tasks/")
        alice.sees("Talk about why they leave")


def test_without_scripts_one_can_sign_in_and_clock_in_and_out(browser: Browser, product: Product) -> None:
    with visiting(browser, product, "phone", has_scripts=False) as carol:
        carol.signs_in("acme", "carol@acme.example", PASSWORD)
        carol.presses("Clock in")
        carol.sees("Working since")
        carol.presses("Clock out")
        carol.sees("Clocked out at")


def test_a_company_puts_up_its_logo(browser: Browser, product: Product) -> None:
    with visiting(browser, product) as alice, visiting(browser, product, "phone") as stranger:
        alice.signs_in("acme", "alice@acme.example", PASSWORD)
        settings = "/admin/company_settings/companysettings/1/change/"
        alice.goes_to("acme", settings)
        svg = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
        alice.page.get_by_label("Logo").set_input_files(svg)  # type: ignore[arg-type]  # A mapping is what it takes.
        alice.presses("Save")
        alice.sees("SVG files can contain scripts")
        png = {"name": "logo.png", "mimeType": "image/png", "buffer": encoded(drawn())}
        alice.page.get_by_label("Logo").set_input_files(png)  # type: ignore[arg-type]
        alice.presses("Save")
        alice.looks("with a logo")

        stranger.goes_to("acme", "/accounts/login/")
        logo = stranger.page.locator("img.company-logo")
        assert logo.evaluate("image => image.naturalWidth") == 300
        stranger.looks("with a logo")


MAX_BYTES, MAX_REQUESTS = 200_000, 12


@pytest.mark.parametrize(("subdomain", "email"), [("", ""), ("acme", "bob@acme.example")])
def test_the_first_load_is_light(browser: Browser, product: Product, subdomain: str, email: str) -> None:
    """Compressed bytes of everything that a first visit to the landing page, or to home with the logo of above, loads."""
    with visiting(browser, product, "phone") as visitor:
        if email:
            visitor.signs_in(subdomain, email, PASSWORD)
        # A window that has signed in, but has loaded nothing yet.
        with visiting(browser, product, "phone") as newcomer:
            newcomer.context.add_cookies(visitor.context.cookies())  # type: ignore[arg-type]  # What it gives, it takes.
            loaded: list[Request] = []
            newcomer.page.on("requestfinished", lambda request: loaded.append(request))  # noqa: PLW0108 -- Playwright marks the function.
            newcomer.goes_to(subdomain)
            newcomer.page.wait_for_load_state("networkidle")
            sizes = {request.url: request.sizes() for request in loaded if not request.url.startswith("data:")}

    assert len(sizes) <= MAX_REQUESTS, sorted(sizes)
    weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values())
    assert weight <= MAX_BYTES, {url: size["responseBodySize"] for url, size in sizes.items()}


def test_a_violation_fails_a_journey(browser: Browser, product: Product) -> None:
    with pytest.raises(AssertionError) as failed, visiting(browser, product) as visitor:
        _see_a_bad_page(visitor)
    for complaint in ("image-alt", "Oh no", "Content Security Policy"):
        assert complaint in str(failed.value)


def _see_a_bad_page(visitor: Visitor) -> None:
    visitor.goes_to("", "/plans/")
    visitor.page.evaluate("document.body.append(document.createElement('img')); console.error('Oh no')")
    visitor.page.evaluate("fetch('http://example.com/').catch(() => 0)")
    visitor.looks("with a picture that says nothing")


def _code_of_app(secret: str, step: int = 1) -> str:
    """What an app shows now, or 30 seconds later with step 2: a code counts once."""
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[step])))


def _set_up_app(person: Visitor) -> str:
    """From the profile to recovery codes; returns the app's secret."""
    person.follows("Two-step sign-in")
    person.follows("Set up an app")
    person.page.get_by_text("Cannot scan it?").click()
    secret = person.page.locator(".totp-key").inner_text()
    person.fills({"Code that the app shows now": "000000"})
    person.presses("Switch on")
    person.sees("This code is not right")
    person.fills({"Code that the app shows now": _code_of_app(secret)})
    person.presses("Switch on")
    person.sees("Your recovery codes")
    return secret


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_from_an_invitation_to_a_second_step_and_ones_own_profile(browser: Browser, product: Product, viewport: str) -> None:
    email = f"ada@{viewport}.example"
    with visiting(browser, product) as alice, visiting(browser, product, viewport) as ada:
        alice.signs_in("acme", "alice@acme.example", PASSWORD)
        alice.goes_to("acme", "/admin/invitations/invitation/add/")
        alice.page.locator("textarea").fill(f"Ada Auditor <{email}>")
        alice.page.get_by_label("Auditor").check()
        alice.presses("Save")
        alice.sees("on their way")

        _accept_invitation(ada, email)
        ada.stands_at("acme", "/")
        ada.goes_to("acme", "/accounts/profile/")
        secret = _set_up_app(ada)
        ada.follows("I have kept them")

        ada.goes_to("acme", "/accounts/logout/")
        ada.presses("Sign out")
        ada.fills({"E-mail": email, "Password": PASSWORD})
        ada.presses("Sign in")
        ada.sees("One more step")
        ada.fills({"Code of your app, or a recovery code": _code_of_app(secret, step=2)})
        ada.presses("Sign in")
        ada.stands_at("acme", "/")
        ada.goes_to("acme", "/accounts/profile/")
        ada.sees("Ada Auditor")
        ada.follows("Devices and sign-ins")
        ada.sees("password and a second step")
