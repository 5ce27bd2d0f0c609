"""The console: for the platform's staff. To anybody else, also a company's owner, it shows a sign-in page and nothing more."""

from django.conf import settings

from tests.permissions.conftest import Browsers
from tests.permissions.tables import check_table, check_unlisted_posts, missing_routes, parse

# The stranger is the owner of a company who brings the cookie that works at home.
TABLE = """
                                                                 anonymous stranger staff
GET  /                                                           login     login    200
GET  /accounts/arrive/                                           →login    →login   →login
GET  /accounts/confirm-email/                                    →login    →login   →email
POST /accounts/confirm-email/                                    →login    →login   →email
GET  /accounts/devices/                                          login     login    200
GET  /accounts/devices/end/                                      login     login    405
POST /accounts/devices/end/                                      login     login    →login
GET  /accounts/devices/{job}/end/                                login     login    405
POST /accounts/devices/{job}/end/                                login     login    404
GET  /accounts/email/                                            login     login    →profile
POST /accounts/email/                                            login     login    →profile
GET  /accounts/inactive/                                         200       200      200
GET  /accounts/login/                                            200       200      →/
POST /accounts/login/                                            200       200      →/
GET  /accounts/logout/                                           →login    →login   200
POST /accounts/logout/                                           →login    →login   →login
GET  /accounts/password/change/                                  login     login    200
POST /accounts/password/change/                                  login     login    200
GET  /accounts/password/reset/                                   200       200      200
POST /accounts/password/reset/                                   200       200      200
GET  /accounts/password/reset/complete/                          →reset    →reset   →reset
POST /accounts/password/reset/complete/                          →reset    →reset   →reset
GET  /accounts/password/reset/confirm/                           →login    →login   →login
POST /accounts/password/reset/confirm/                           →login    →login   →login
GET  /accounts/password/reset/done/                              200       200      200
GET  /accounts/password/set/                                     login     login    →change
POST /accounts/password/set/                                     login     login    →change
GET  /accounts/profile/                                          login     login    200
GET  /accounts/reauthenticate/                                   login     login    200
POST /accounts/reauthenticate/                                   login     login    200
GET  /accounts/two-step/                                         login     login     200
GET  /accounts/two-step/app/add/                                 login     login     →reauthenticate
POST /accounts/two-step/app/add/                                 login     login     →reauthenticate
GET  /accounts/two-step/app/remove/                              login     login     404
POST /accounts/two-step/app/remove/                              login     login     404
GET  /accounts/two-step/authenticate/                            →login    →login   →/
POST /accounts/two-step/authenticate/                            →login    →login   →/
GET  /accounts/two-step/passkeys/                                login     login     →two-step
POST /accounts/two-step/passkeys/                                login     login     →two-step
GET  /accounts/two-step/passkeys/add/                            login     login     →reauthenticate
POST /accounts/two-step/passkeys/add/                            login     login     →reauthenticate
GET  /accounts/two-step/passkeys/reauthenticate/                 login     login     →reauthenticate
POST /accounts/two-step/passkeys/reauthenticate/                 login     login     →reauthenticate
GET  /accounts/two-step/passkeys/sign-in/                        →login    →login    →/
POST /accounts/two-step/passkeys/sign-in/                        →login    →login    →/
GET  /accounts/two-step/passkeys/7/remove/                       login     login     →reauthenticate
POST /accounts/two-step/passkeys/7/remove/                       login     login     →reauthenticate
GET  /accounts/two-step/passkeys/7/rename/                       login     login     →reauthenticate
POST /accounts/two-step/passkeys/7/rename/                       login     login     →reauthenticate
GET  /accounts/two-step/reauthenticate/                          login     login     →reauthenticate
POST /accounts/two-step/reauthenticate/                          login     login     →reauthenticate
GET  /accounts/two-step/recovery-codes/                          login     login     404
GET  /accounts/two-step/recovery-codes/download/                 login     login     404
GET  /accounts/two-step/recovery-codes/new/                      login     login     →reauthenticate
POST /accounts/two-step/recovery-codes/new/                      login     login     →reauthenticate
GET  /companies/                                                 login     login    200
GET  /companies/{acme}/                                          login     login    200
GET  /companies/{acme}/activate/                                 login     login    200
POST /companies/{acme}/activate/                                 login     login    →acme
GET  /companies/{acme}/plan/                                     login     login    200
POST /companies/{acme}/plan/                                     login     login    422
GET  /companies/{acme}/address/                                  login     login    200
POST /companies/{acme}/address/                                  login     login    422
GET  /companies/{acme}/domains/{domain}/remove/                  login     login    200
POST /companies/{acme}/domains/{domain}/remove/                  login     login    →acme
GET  /companies/{acme}/delete/                                   login     login    200
POST /companies/{acme}/delete/                                   login     login    422
GET  /companies/{acme}/keep/                                     login     login    405
POST /companies/{acme}/keep/                                     login     login    →acme
GET  /companies/{acme}/set-up/                                   login     login    405
POST /companies/{acme}/set-up/                                   login     login    →acme
GET  /companies/{acme}/suspend/                                  login     login    200
POST /companies/{acme}/suspend/                                  login     login    →acme
GET  /companies/{acme}/welcome/                                  login     login    405
POST /companies/{acme}/welcome/                                  login     login    →acme
GET  /companies/new/                                             login     login    200
POST /companies/new/                                             login     login    422
GET  /jobs/                                                      login     login    200
GET  /jobs/retry/                                                login     login    405
POST /jobs/retry/                                                login     login    →jobs
GET  /jobs/{job}/dismiss/                                        login     login    200
POST /jobs/{job}/dismiss/                                        login     login    →jobs
GET  /jobs/{job}/retry/                                          login     login    405
POST /jobs/{job}/retry/                                          login     login    →jobs
GET  /deletions/                                                 login     login    200
GET  /deletions/{acme}/                                          login     login    404
"""
ROWS = parse(TABLE)


def test_each_role_gets_what_the_table_says(console_browsers: Browsers, console_keys: dict[str, object]) -> None:
    check_table(ROWS, console_browsers, console_keys)


def test_no_form_is_missing_from_the_table(console_browsers: Browsers, console_keys: dict[str, object]) -> None:
    check_unlisted_posts(ROWS, console_browsers["staff"], console_keys)


def test_every_address_is_in_the_table() -> None:
    assert missing_routes(ROWS, settings.CONSOLE_URLCONF) == set()
