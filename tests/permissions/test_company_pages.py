"""A company's pages. Everybody of a company has them; whose time one sees is the difference."""

from django.conf import settings

from tests.permissions import admin_rows
from tests.permissions.conftest import Browsers
from tests.permissions.tables import check_table, check_unlisted_posts, missing_routes, parse

# Carol reports to Bob. Nobody reports to anybody else.
TABLE = """
                                                                 anonymous employee manager  payroll  auditor  hr       owner
GET  /                                                           login     200      200      200      200      200      200
GET  /people/                                                    login     200      200      200      200      200      200
GET  /people/holidays/                                           login     200      200      200      200      200      200
GET  /people/chart/                                              login     200      200      200      200      200      200
GET  /people/my-data/                                            login     200      200      200      200      200      200
GET  /people/{alice}/                                            login     200      200      200      200      200      200
GET  /people/{carol}/                                            login     200      200      200      200      200      200
GET  /imports/                                                   login     403      403      403      403      200      200
GET  /imports/new/                                               login     403      403      403      403      200      200
POST /imports/new/                                               login     403      403      403      403      200      200
GET  /imports/template.csv                                       login     403      403      403      403      200      200
GET  /imports/{import}/                                          login     403      403      403      403      200      200
GET  /imports/{import}/columns/                                  login     403      403      403      403      200      200
POST /imports/{import}/columns/                                  login     403      403      403      403      200      200
GET  /imports/{import}/names/                                    login     403      403      403      403      →import →import
POST /imports/{import}/names/                                    login     403      403      403      403      →import →import
GET  /imports/{import}/progress/                                 login     403      403      403      403      200      200
GET  /imports/{import}/errors/                                   login     403      403      403      403      200      200
GET  /imports/{import}/apply/                                    login     405      405      405      405      405      405
POST /imports/{import}/apply/                                    login     403      403      403      403      →import →import
GET  /imports/{import}/undo/                                     login     403      403      403      403      →import →import
POST /imports/{import}/undo/                                     login     403      403      403      403      →import →import
GET  /imports/{import}/stop/                                     login     405      405      405      405      405      405
POST /imports/{import}/stop/                                     login     403      403      403      403      →import →import
GET  /imports/{import}/discard/                                  login     405      405      405      405      405      405
POST /imports/{import}/discard/                                  login     403      403      403      403      →imports →imports
GET  /me/                                                        login     →personal →personal →personal 200      200      →personal
GET  /people/{carol}/bank/                                       login     200      404      200      200      404      200
GET  /people/{alice}/bank/                                       login     404      404      200      200      404      200
GET  /people/{carol}/bank/change/                                login     →reauthenticate 404 →reauthenticate 404      404      →reauthenticate
POST /people/{carol}/bank/change/                                login     →change  404      →change  404      404      →change
GET  /people/{carol}/bank/confirm/                               login     405      405      405      405      405      405
POST /people/{carol}/bank/confirm/                               login     →bank    404      →bank    404      404      →bank
GET  /people/{carol}/bank/refuse/                                login     405      405      405      405      405      405
POST /people/{carol}/bank/refuse/                                login     →bank    404      →bank    404      404      →bank
GET  /people/{carol}/bank/withdraw/                              login     405      405      405      405      405      405
POST /people/{carol}/bank/withdraw/                              login     →bank    404      →bank    404      404      →bank
GET  /me/documents/                                              login     →documents →documents →documents 200    200      →documents
GET  /policies/                                                  login     200      200      200      200      200      200
GET  /policies/{policy}/                                         login     200      200      200      404      404      200
POST /policies/{policy}/                                         login     200      200      200      404      404      200
GET  /policies/{policy}/{policy_version}/                        login     200      200      200      200      200      200
GET  /people/{carol}/documents/                                  login     200      200      200      200      200      200
GET  /people/{dave}/documents/                                   login     404      404      200      200      200      200
GET  /people/{carol}/documents/add/                              login     200      404      404      404      200      200
POST /people/{carol}/documents/add/                              login     200      404      404      404      200      200
GET  /people/{carol}/documents/requests/{asked}/                 login     200      404      404      404      200      200
POST /people/{carol}/documents/requests/{asked}/                 login     200      404      404      404      200      200
GET  /people/{carol}/documents/requests/{asked}/cancel/          login     405      405      405      405      405      405
POST /people/{carol}/documents/requests/{asked}/cancel/          login     404      404      404      404      →documents →documents
GET  /people/{carol}/documents/{letter}/                         login     200      404      404      200      200      200
GET  /people/{carol}/documents/{medical}/                        login     200      404      404      404      200      200
GET  /people/{carol}/documents/{course}/                         login     200      200      200      200      200      200
GET  /people/{dave}/documents/{course}/                          login     404      404      404      404      404      404
GET  /people/{carol}/documents/{letter}/replace/                 login     404      404      404      404      200      200
POST /people/{carol}/documents/{letter}/replace/                 login     404      404      404      404      200      200
GET  /people/{carol}/documents/{course}/replace/                 login     200      404      404      404      200      200
POST /people/{carol}/documents/{course}/replace/                 login     200      404      404      404      200      200
GET  /people/{carol}/documents/{letter}/change/                  login     404      404      404      404      200      200
POST /people/{carol}/documents/{letter}/change/                  login     404      404      404      404      →documents →documents
GET  /people/{carol}/documents/{letter}/remove/                  login     404      404      404      404      200      200
POST /people/{carol}/documents/{letter}/remove/                  login     404      404      404      404      →documents →documents
GET  /people/{carol}/complete-file/                              login     200      404      404      404      200      200
POST /people/{carol}/complete-file/                              login     →complete-file 404 404    404      →complete-file →complete-file
GET  /people/{dave}/complete-file/                               login     404      404      200      404      200      200
POST /people/{dave}/complete-file/                               login     404      404      →complete-file 404 →complete-file →complete-file
GET  /people/{carol}/complete-file/{file}/                       login     404      404      404      404      404      404
GET  /people/{carol}/employment/                                    login     200      200      200      200      200      200
GET  /people/{dave}/employment/                                     login     404      404      200      200      200      200
GET  /people/{carol}/history/                                    login     200      200      200      200      200      200
GET  /people/{dave}/history/                                     login     404      404      200      200      200      200
GET  /people/{carol}/personal/                                   login     200      404      200      200      200      200
GET  /people/{dave}/personal/                                    login     404      404      200      200      200      200
GET  /people/{carol}/further/personal/                           login     200      404      404      404      200      200
POST /people/{carol}/further/personal/                           login     →personal 404     404      404      →personal →personal
GET  /people/{dave}/further/personal/                            login     404      404      200      404      200      200
POST /people/{dave}/further/personal/                            login     404      404      →personal 404     →personal →personal
GET  /people/{carol}/further/nonsense/                           login     404      404      404      404      404      404
GET  /people/{carol}/photo/                                      login     200      404      404      404      200      200
POST /people/{carol}/photo/                                      login     200      404      404      404      200      200
GET  /people/{carol}/photo/{photo}/                              login     200      200      200      200      200      200
GET  /people/{carol}/qualifications/                             login     200      200      200      200      200      200
GET  /people/{dave}/qualifications/                              login     404      404      200      200      200      200
GET  /people/{carol}/record/about/                               login     200      404      404      404      200      200
POST /people/{carol}/record/about/                               login     →personal 404      404      404      →personal →personal
GET  /people/{carol}/record/addresses/                           login     200      404      404      404      200      200
POST /people/{carol}/record/addresses/                           login     200      404      404      404      200      200
GET  /people/{carol}/record/addresses/{address}/                 login     200      404      404      404      200      200
POST /people/{carol}/record/addresses/{address}/                 login     200      404      404      404      200      200
GET  /people/{carol}/record/addresses/{address}/remove/          login     200      404      404      404      200      200
POST /people/{carol}/record/addresses/{address}/remove/          login     →personal 404      404      404      →personal →personal
GET  /people/{dave}/record/addresses/{address}/                  login     404      404      404      404      404      404
POST /people/{dave}/record/addresses/{address}/remove/           login     404      404      404      404      404      404
GET  /people/{carol}/record/nonsense/                            login     404      404      404      404      404      404
GET  /people/{carol}/requests/{request}/approve/                 login     405      405      405      405      405      405
POST /people/{carol}/requests/{request}/approve/                 login     →personal 404      404      404      →personal →personal
GET  /people/{carol}/requests/{request}/refuse/                  login     200      404      404      404      200      200
POST /people/{carol}/requests/{request}/refuse/                  login     200      404      404      404      200      200
GET  /people/{carol}/requests/{request}/withdraw/                login     405      405      405      405      405      405
POST /people/{carol}/requests/{request}/withdraw/                login     →personal 404      404      404      →personal →personal
GET  /tasks/                                                      login    200      200      200      200      200      200
GET  /tasks/{task}/done/                                          login    405      405      405      405      405      405
POST /tasks/{task}/done/                                          login    404      →tasks   404      404      →tasks   →tasks
GET  /tasks/{task}/reopen/                                        login    405      405      405      405      405      405
POST /tasks/{task}/reopen/                                        login    404      →tasks   404      404      →tasks   →tasks
GET  /checklists/                                                 login    403      200      200      200      200      200
GET  /checklists/{checklist}/                                     login    404      200      200      200      200      200
GET  /me/kept-records/                                            login    200      200      200      200      200      200
GET  /people/{carol}/start-checklist/                             login    404      404      404      404      200      200
POST /people/{carol}/start-checklist/                             login    404      404      404      404      200      200
GET  /people/{carol}/end-employment/                              login    404      404      404      404      200      200
POST /people/{carol}/end-employment/                              login    404      404      404      404      200      200
GET  /people/{carol}/transfer/                                    login    404      404      404      404      200      200
POST /people/{carol}/transfer/                                    login    404      404      404      404      200      200
GET  /people/{carol}/promote/                                     login    404      404      404      404      200      200
POST /people/{carol}/promote/                                     login    404      404      404      404      200      200
GET  /people/{carol}/hours/                                       login    404      404      404      404      200      200
POST /people/{carol}/hours/                                       login    404      404      404      404      200      200
GET  /time/                                                      login     200      200      200      200      200      200
GET  /time/punch/                                                login     405      405      405      405      405      405
POST /time/punch/                                                login     400      400      400      400      400      400
GET  /time/team/                                                 login     200      200      200      200      200      200
GET  /time/{alice}/                                              login     404      404      200      200      200      200
GET  /time/{carol}/                                              login     200      200      200      200      200      200
GET  /time/{dave}/                                               login     404      404      200      200      200      200
GET  /pay/                                                       login     200      200      200      200      200      200
GET  /pay/{carol}/                                               login     200      404      200      200      404      200
GET  /pay/{alice}/                                               login     404      404      200      200      404      200
GET  /logo/{logo}/                                               200       200      200      200      200      200      200
GET  /logo/{alice}/                                              404       404      404      404      404      404      404
GET  /accounts/arrive/                                           →enter    →enter   →enter   →enter   →enter   →enter   →enter
GET  /accounts/arrive/?pass=nonsense                             →login    →login   →login   →login   →login   →login   →login
GET  /accounts/confirm-email/                                    →login    →email   →email   →email   →email   →email   →email
POST /accounts/confirm-email/                                    →login    →email   →email   →email   →email   →email   →email
GET  /accounts/devices/                                          login     200      200      200      200      200      200
GET  /accounts/devices/end/                                      login     405      405      405      405      405      405
POST /accounts/devices/end/                                      login     →login   →login   →login   →login   →login   →login
GET  /accounts/devices/{carols_device}/end/                      login     405      405      405      405      405      405
POST /accounts/devices/{carols_device}/end/                      login     →devices 404      404      404      404      404
GET  /accounts/email/                                            login     →profile →profile →profile →profile →profile →profile
POST /accounts/email/                                            login     →profile →profile →profile →profile →profile →profile
GET  /accounts/inactive/                                         200       200      200      200      200      200      200
GET  /accounts/invitation/nothing/                               404       404      404      404      404      404      404
POST /accounts/invitation/nothing/                               404       404      404      404      404      404      404
GET  /accounts/login/                                            200       →/       →/       →/       →/       →/       →/
POST /accounts/login/                                            200       →/       →/       →/       →/       →/       →/
GET  /accounts/logout/                                           →login    200      200      200      200      200      200
POST /accounts/logout/                                           →login    →login   →login   →login   →login   →login   →login
GET  /accounts/password/change/                                  login     200      200      200      200      200      200
POST /accounts/password/change/                                  login     200      200      200      200      200      200
GET  /accounts/password/reset/                                   200       200      200      200      200      200      200
POST /accounts/password/reset/                                   200       200      200      200      200      200      200
GET  /accounts/password/reset/complete/                          →reset    →reset   →reset   →reset   →reset   →reset   →reset
POST /accounts/password/reset/complete/                          →reset    →reset   →reset   →reset   →reset   →reset   →reset
GET  /accounts/password/reset/confirm/                           →login    →login   →login   →login   →login   →login   →login
POST /accounts/password/reset/confirm/                           →login    →login   →login   →login   →login   →login   →login
GET  /accounts/password/reset/done/                              200       200      200      200      200      200      200
GET  /accounts/password/set/                                     login     →change  →change  →change  →change  →change  →change
POST /accounts/password/set/                                     login     →change  →change  →change  →change  →change  →change
GET  /accounts/profile/                                          login     200      200      200      200      200      200
GET  /accounts/view-as/end/                                      login     405      405      405      405      405      405
POST /accounts/view-as/end/                                      login     →/       →/       →/       →/       →/       →/
GET  /accounts/reauthenticate/                                   login     200      200      200      200      200      200
POST /accounts/reauthenticate/                                   login     200      200      200      200      200      200
GET  /accounts/sso/                                              404       404      404      404      404      404      404
GET  /accounts/sso/again/                                        login     404      404      404      404      404      404
GET  /accounts/sso/test/                                         login     404      404      404      404      404      404
GET  /accounts/sso/oidc/callback/                                404       404      404      404      404      404      404
POST /accounts/sso/oidc/callback/                                404       404      404      404      404      404      404
GET  /accounts/sso/saml/acs/                                     405       405      405      405      405      405      405
POST /accounts/sso/saml/acs/                                     404       404      404      404      404      404      404
GET  /accounts/sso/saml/acs/finish/                              404       404      404      404      404      404      404
POST /accounts/sso/saml/acs/finish/                              404       404      404      404      404      404      404
GET  /accounts/sso/saml/metadata/                                200       200      200      200      200      200      200
GET  /accounts/sso/saml/sign-out/                                login     →logout  →logout  →logout  →logout  →logout  →logout
POST /accounts/sso/saml/sign-out/                                login     →logout  →logout  →logout  →logout  →logout  →logout
GET  /accounts/two-step/                                         login     200      200      200      200      200      200
GET  /accounts/two-step/app/add/                                 login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/app/add/                                 login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
GET  /accounts/two-step/app/remove/                              login     404      404      404      404      404      404
POST /accounts/two-step/app/remove/                              login     404      404      404      404      404      404
GET  /accounts/two-step/authenticate/                            →login    →/       →/       →/       →/       →/       →/
POST /accounts/two-step/authenticate/                            →login    →/       →/       →/       →/       →/       →/
GET  /accounts/two-step/passkeys/                                login     →two-step →two-step →two-step →two-step →two-step →two-step
POST /accounts/two-step/passkeys/                                login     →two-step →two-step →two-step →two-step →two-step →two-step
GET  /accounts/two-step/passkeys/add/                            login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/passkeys/add/                            login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
GET  /accounts/two-step/passkeys/reauthenticate/                 login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/passkeys/reauthenticate/                 login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
GET  /accounts/two-step/passkeys/sign-in/                        →login    →/       →/       →/       →/       →/       →/
POST /accounts/two-step/passkeys/sign-in/                        →login    →/       →/       →/       →/       →/       →/
GET  /accounts/two-step/passkeys/7/remove/                       login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/passkeys/7/remove/                       login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
GET  /accounts/two-step/passkeys/7/rename/                       login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/passkeys/7/rename/                       login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
GET  /accounts/two-step/reauthenticate/                          login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/reauthenticate/                          login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
GET  /accounts/two-step/recovery-codes/                          login     404      404      404      404      404      404
GET  /accounts/two-step/recovery-codes/download/                 login     404      404      404      404      404      404
GET  /accounts/two-step/recovery-codes/new/                      login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
POST /accounts/two-step/recovery-codes/new/                      login     →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate →reauthenticate
"""  # noqa: E501 -- A row is a line.
ROWS = parse(TABLE)


def test_each_role_gets_what_the_table_says(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    check_table(ROWS, company_browsers, company_keys)


def test_no_form_is_missing_from_the_table(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    check_unlisted_posts(ROWS, company_browsers["owner"], company_keys)


def test_every_address_is_in_a_table() -> None:
    assert missing_routes([*ROWS, *admin_rows.ROWS], settings.ROOT_URLCONF) == set()
