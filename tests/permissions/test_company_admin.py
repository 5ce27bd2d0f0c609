"""The company administration: whose role allows it, and there each screen to whose role allows that.

Facts and the audit trail are read here by everybody who may, and changed by nobody.
"""

from tests.permissions.conftest import Browsers
from tests.permissions.tables import check_table, check_unlisted_posts, parse

TABLE = """
                                                                 anonymous employee manager  payroll  auditor  hr       owner
GET  /admin/                                                     login     403      403      200      200      200      200
POST /admin/                                                     login     403      403      200      200      200      200
GET  /admin/accounts/role/                                       login     403      403      403      403      200      200
POST /admin/accounts/role/                                       login     403      403      403      403      200      200
GET  /admin/accounts/role/add/                                   login     403      403      403      403      403      403
GET  /admin/accounts/role/{role}/                                login     403      403      →change  →change  →change  →change
POST /admin/accounts/role/{role}/                                login     403      403      →change  →change  →change  →change
GET  /admin/accounts/role/{role}/change/                         login     403      403      403      403      200      200
GET  /admin/accounts/role/{role}/delete/                         login     403      403      403      403      403      403
GET  /admin/accounts/role/{role}/history/                        login     403      403      403      403      200      200
POST /admin/accounts/role/{role}/history/                        login     403      403      403      403      200      200
GET  /admin/accounts/user/                                       login     403      403      403      403      200      200
POST /admin/accounts/user/                                       login     403      403      403      403      200      200
GET  /admin/accounts/user/add/                                   login     403      403      403      403      403      403
GET  /admin/accounts/user/{carols_account}/                      login     403      403      →change  →change  →change  →change
POST /admin/accounts/user/{carols_account}/                      login     403      403      →change  →change  →change  →change
GET  /admin/accounts/user/{carols_account}/activate/             login     403      403      403      403      403      403
GET  /admin/accounts/user/{carols_account}/change/               login     403      403      403      403      200      200
POST /admin/accounts/user/{carols_account}/change/               login     403      403      403      403      200      200
GET  /admin/accounts/user/{carols_account}/deactivate/           login     403      403      403      403      200      200
POST /admin/accounts/user/{carols_account}/deactivate/           login     403      403      403      403      →change  →change
GET  /admin/accounts/user/{carols_account}/delete/               login     403      403      403      403      403      403
GET  /admin/accounts/user/{carols_account}/history/              login     403      403      403      403      200      200
POST /admin/accounts/user/{carols_account}/history/              login     403      403      403      403      200      200
GET  /admin/accounts/user/{former_account}/activate/             login     403      403      403      403      200      200
POST /admin/accounts/user/{former_account}/activate/             login     403      403      403      403      →change  →change
GET  /admin/addresses/                                           login    403      403      403      403      403      200
POST /admin/addresses/                                           login    403      403      403      403      403      422
GET  /admin/addresses/domains/                                   login    403      403      403      403      403      200
GET  /admin/addresses/subdomain/                                 login    403      403      403      403      403      200
POST /admin/addresses/subdomain/                                 login    403      403      403      403      403      422
GET  /admin/addresses/subdomain/status/                          login    403      403      403      403      403      200
GET  /admin/addresses/{domain}/check/                            login    405      405      405      405      405      405
POST /admin/addresses/{domain}/check/                            login    403      403      403      403      403      →addresses
GET  /admin/addresses/{domain}/primary/                          login    403      403      403      403      403      200
POST /admin/addresses/{domain}/primary/                          login    403      403      403      403      403      →addresses
GET  /admin/addresses/{domain}/remove/                           login    403      403      403      403      403      200
POST /admin/addresses/{domain}/remove/                           login    403      403      403      403      403      →addresses
POST /admin/addresses/{subdomain}/check/                         login    403      403      403      403      403      404
GET  /admin/addresses/{subdomain}/primary/                       login    403      403      403      403      403      200
POST /admin/addresses/{subdomain}/primary/                       login    403      403      403      403      403      →addresses
GET  /admin/addresses/{subdomain}/remove/                        login    403      403      403      403      403      404
POST /admin/addresses/{subdomain}/remove/                        login    403      403      403      403      403      404
GET  /admin/attendance/punch/                                    login     403      403      200      200      200      200
POST /admin/attendance/punch/                                    login     403      403      200      200      200      200
GET  /admin/attendance/punch/add/                                login     403      403      403      403      403      403
GET  /admin/attendance/punch/today/                              login     403      403      200      200      200      200
POST /admin/attendance/punch/today/                              login     403      403      200      200      200      200
GET  /admin/attendance/punch/{punch}/                            login     403      403      →change  →change  →change  →change
POST /admin/attendance/punch/{punch}/                            login     403      403      →change  →change  →change  →change
GET  /admin/attendance/punch/{punch}/change/                     login     403      403      200      200      200      200
GET  /admin/attendance/punch/{punch}/delete/                     login     403      403      403      403      403      403
GET  /admin/attendance/punch/{punch}/history/                    login     403      403      403      200      200      200
POST /admin/attendance/punch/{punch}/history/                    login     403      403      403      200      200      200
GET  /admin/audit/auditevent/                                    login     403      403      403      200      200      200
POST /admin/audit/auditevent/                                    login     403      403      403      200      200      200
GET  /admin/audit/auditevent/?export=csv                         login     403      403      403      200      200      200
GET  /admin/audit/auditevent/add/                                login     403      403      403      403      403      403
GET  /admin/audit/auditevent/{event}/                            login     403      403      →change  →change  →change  →change
POST /admin/audit/auditevent/{event}/                            login     403      403      →change  →change  →change  →change
GET  /admin/audit/auditevent/{event}/change/                     login     403      403      403      200      200      200
GET  /admin/audit/auditevent/{event}/delete/                     login     403      403      403      403      403      403
GET  /admin/audit/auditevent/{event}/history/                    login     403      403      403      200      200      200
POST /admin/audit/auditevent/{event}/history/                    login     403      403      403      200      200      200
GET  /admin/autocomplete/                                        login     403      403      404      404      404      404
GET  /admin/autocomplete/?app_label=people&model_name=employee&field_name=manager login 403      403      200      200      200      200
GET  /admin/company_settings/companysettings/                    login     403      403      →change  →change  →change  →change
POST /admin/company_settings/companysettings/                    login     403      403      →change  →change  →change  →change
GET  /admin/company_settings/companysettings/add/                login     403      403      403      403      403      403
GET  /admin/company_settings/companysettings/{settings}/         login     403      403      →change  →change  →change  →change
POST /admin/company_settings/companysettings/{settings}/         login     403      403      →change  →change  →change  →change
GET  /admin/company_settings/companysettings/{settings}/change/  login     403      403      403      403      403      200
POST /admin/company_settings/companysettings/{settings}/change/  login     403      403      403      403      403      200
GET  /admin/company_settings/companysettings/{settings}/delete/  login     403      403      403      403      403      403
GET  /admin/company_settings/companysettings/{settings}/history/ login     403      403      403      403      403      200
POST /admin/company_settings/companysettings/{settings}/history/ login     403      403      403      403      403      200
GET  /admin/invitations/invitation/                              login     403      403      403      403      200      200
POST /admin/invitations/invitation/                              login     403      403      403      403      200      200
GET  /admin/invitations/invitation/add/                          login     403      403      403      403      200      200
POST /admin/invitations/invitation/add/                          login     403      403      403      403      200      200
GET  /admin/invitations/invitation/{invitation}/                 login     403      403      →change  →change  →change  →change
POST /admin/invitations/invitation/{invitation}/                 login     403      403      →change  →change  →change  →change
GET  /admin/invitations/invitation/{invitation}/change/          login     403      403      403      403      200      200
GET  /admin/invitations/invitation/{invitation}/delete/          login     403      403      403      403      403      403
GET  /admin/invitations/invitation/{invitation}/history/         login     403      403      403      403      200      200
POST /admin/invitations/invitation/{invitation}/history/         login     403      403      403      403      200      200
GET  /admin/invitations/invitation/{invitation}/send-again/      login     403      403      403      403      200      200
POST /admin/invitations/invitation/{invitation}/send-again/      login     403      403      403      403      →change  →change
GET  /admin/invitations/invitation/{invitation}/take-back/       login     403      403      403      403      200      200
POST /admin/invitations/invitation/{invitation}/take-back/       login     403      403      403      403      200      →change
GET  /admin/invitations/                                         login     403      403      404      404      200      200
POST /admin/invitations/                                         login     403      403      404      404      200      200
GET  /admin/company_settings/companysettings/preview/            login     403      403      403      403      403      200
GET  /admin/compensation/                                        login    403      403      200      200      404      200
POST /admin/compensation/                                        login    403      403      200      200      404      200
GET  /admin/compensation/payclosing/                             login    403      403      200      200      403      200
POST /admin/compensation/payclosing/                             login    403      403      200      200      403      200
GET  /admin/compensation/payclosing/add/                         login    403      403      200      403      403      200
POST /admin/compensation/payclosing/add/                         login    403      403      200      403      403      200
GET  /admin/compensation/payclosing/{closing}/                   login    403      403      →change  →change  →change  →change
POST /admin/compensation/payclosing/{closing}/                   login    403      403      →change  →change  →change  →change
GET  /admin/compensation/payclosing/{closing}/change/            login    403      403      200      200      403      200
POST /admin/compensation/payclosing/{closing}/change/            login    403      403      200      403      403      200
GET  /admin/compensation/payclosing/{closing}/delete/            login    403      403      403      403      403      403
GET  /admin/compensation/payclosing/{closing}/history/           login    403      403      403      200      403      200
POST /admin/compensation/payclosing/{closing}/history/           login    403      403      403      200      403      200
GET  /admin/compensation/payterms/                               login    403      403      200      200      403      200
POST /admin/compensation/payterms/                               login    403      403      200      200      403      200
GET  /admin/compensation/payterms/add/                           login    403      403      200      403      403      200
POST /admin/compensation/payterms/add/                           login    403      403      200      403      403      200
GET  /admin/compensation/payterms/{terms}/                       login    403      403      →change  →change  →change  →change
POST /admin/compensation/payterms/{terms}/                       login    403      403      →change  →change  →change  →change
GET  /admin/compensation/payterms/{terms}/change/                login    403      403      200      200      403      200
POST /admin/compensation/payterms/{terms}/change/                login    403      403      200      403      403      200
GET  /admin/compensation/payterms/{terms}/delete/                login    403      403      200      403      403      200
POST /admin/compensation/payterms/{terms}/delete/                login    403      403      →payterms 403      403      →payterms
GET  /admin/compensation/payterms/{terms}/history/               login    403      403      403      200      404      200
POST /admin/compensation/payterms/{terms}/history/               login    403      403      403      200      404      200
GET  /admin/compensation/statutoryprofile/                       login    403      403      200      200      403      200
POST /admin/compensation/statutoryprofile/                       login    403      403      200      200      403      200
GET  /admin/compensation/statutoryprofile/add/                   login    403      403      200      403      403      200
POST /admin/compensation/statutoryprofile/add/                   login    403      403      200      403      403      200
GET  /admin/compensation/statutoryprofile/{profile}/             login    403      403      →change  →change  →change  →change
POST /admin/compensation/statutoryprofile/{profile}/             login    403      403      →change  →change  →change  →change
GET  /admin/compensation/statutoryprofile/{profile}/change/      login    403      403      200      200      403      200
POST /admin/compensation/statutoryprofile/{profile}/change/      login    403      403      200      403      403      200
GET  /admin/compensation/statutoryprofile/{profile}/delete/      login    403      403      200      403      403      200
POST /admin/compensation/statutoryprofile/{profile}/delete/      login    403      403      →statutoryprofile 403      403      →statutoryprofile
GET  /admin/compensation/statutoryprofile/{profile}/history/     login    403      403      403      200      404      200
POST /admin/compensation/statutoryprofile/{profile}/history/     login    403      403      403      200      404      200
GET  /admin/jsi18n/                                              login     403      403      200      200      200      200
GET  /admin/login/                                               login     login    login    →admin   →admin   →admin   →admin
POST /admin/login/                                               login     login    login    →admin   →admin   →admin   →admin
GET  /admin/logout/                                              login     403      403      200      200      200      200
POST /admin/logout/                                              login     403      403      →login   →login   →login   →login
GET  /admin/nothing/                                             login     403      403      404      404      404      404
GET  /admin/password_change/                                     login     403      403      →change  →change  →change  →change
POST /admin/password_change/                                     login     403      403      →change  →change  →change  →change
GET  /admin/password_change/done/                                login     403      403      →admin   →admin   →admin   →admin
POST /admin/password_change/done/                                login     403      403      →admin   →admin   →admin   →admin
GET  /admin/people/                                              login     403      403      200      200      200      200
POST /admin/people/                                              login     403      403      200      200      200      200
GET  /admin/people/department/                                   login     403      403      200      200      200      200
POST /admin/people/department/                                   login     403      403      200      200      200      200
GET  /admin/people/department/?export=xlsx                       login     403      403      200      200      200      200
GET  /admin/people/department/add/                               login     403      403      403      403      200      200
POST /admin/people/department/add/                               login     403      403      403      403      200      200
GET  /admin/people/department/{engineering}/                     login     403      403      →change  →change  →change  →change
POST /admin/people/department/{engineering}/                     login     403      403      →change  →change  →change  →change
GET  /admin/people/department/{engineering}/change/              login     403      403      200      200      200      200
POST /admin/people/department/{engineering}/change/              login     403      403      403      403      200      200
GET  /admin/people/department/{engineering}/delete/              login     403      403      403      403      →change  →change
POST /admin/people/department/{engineering}/delete/              login     403      403      403      403      →change  →change
GET  /admin/people/department/{engineering}/history/             login     403      403      403      200      200      200
POST /admin/people/department/{engineering}/history/             login     403      403      403      200      200      200
GET  /admin/people/department/{legal}/delete/                    login     403      403      403      403      200      200
POST /admin/people/department/{legal}/delete/                    login     403      403      403      403      →department →department
GET  /admin/people/employee/                                     login     403      403      200      200      200      200
POST /admin/people/employee/                                     login     403      403      200      200      200      200
GET  /admin/people/employee/add/                                 login     403      403      403      403      200      200
POST /admin/people/employee/add/                                 login     403      403      403      403      200      200
GET  /admin/people/employee/{carol}/                             login     403      403      →change  →change  →change  →change
POST /admin/people/employee/{carol}/                             login     403      403      →change  →change  →change  →change
GET  /admin/people/employee/{carol}/change/                      login     403      403      200      200      200      200
POST /admin/people/employee/{carol}/change/                      login     403      403      403      403      200      200
GET  /admin/people/employee/{carol}/delete/                      login     403      403      403      403      →change  →change
POST /admin/people/employee/{carol}/delete/                      login     403      403      403      403      →change  →change
GET  /admin/people/employee/{carol}/end-employment/              login     403      403      403      403      200      200
POST /admin/people/employee/{carol}/end-employment/              login     403      403      403      403      200      200
GET  /admin/people/employee/{carol}/give-account/                login     403      403      403      403      403      403
GET  /admin/people/employee/{carol}/history/                     login     403      403      403      200      200      200
POST /admin/people/employee/{carol}/history/                     login     403      403      403      200      200      200
GET  /admin/people/employee/{eve}/delete/                        login     403      403      403      403      200      200
POST /admin/people/employee/{eve}/delete/                        login     403      403      403      403      →employee →employee
GET  /admin/people/employee/{eve}/give-account/                  login     403      403      403      403      200      200
POST /admin/people/employee/{eve}/give-account/                  login     403      403      403      403      200      200
GET  /admin/search/                                              login     403      403      200      200      200      200
POST /admin/search/                                              login     403      403      200      200      200      200
"""  # noqa: E501 -- A row is a line.
ROWS = parse(TABLE)


def test_each_role_gets_what_the_table_says(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    check_table(ROWS, company_browsers, company_keys)


def test_no_form_is_missing_from_the_table(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    check_unlisted_posts(ROWS, company_browsers["owner"], company_keys)
