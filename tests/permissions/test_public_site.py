"""The public site: nobody signs in here, so there is one role. What follows a sign-up leads those without one to its form."""

from django.conf import settings

from conftest import HostClient
from tests.permissions.tables import check_table, check_unlisted_posts, missing_routes, parse

TABLE = """
                                                                 anybody
GET  /                                                           200
GET  /certificates/ask/                                          404
GET  /certificates/ask/?domain=rooster.test                      404
GET  /find/                                                      200
POST /find/                                                      200
GET  /find/sent/                                                 200
GET  /mailbox/                                                   404
GET  /mailbox/nothing/                                           404
GET  /plans/                                                     200
GET  /signup/                                                    200
POST /signup/                                                    200
GET  /signup/address/                                            →signup
POST /signup/address/                                            →signup
GET  /signup/code/                                               405
POST /signup/code/                                               →signup
GET  /signup/enter/                                              →signup
GET  /signup/password/                                           405
POST /signup/password/                                           200
GET  /signup/preparing/                                          →signup
GET  /signup/progress/                                           →signup
GET  /signup/region/                                             200
GET  /signup/subdomain/                                          200
GET  /signup/suggestion/                                         200
GET  /signup/verify/                                             →signup
POST /signup/verify/                                             →signup
"""
ROWS = parse(TABLE)


def test_anybody_gets_what_the_table_says(public_client: HostClient) -> None:
    check_table(ROWS, {"anybody": public_client}, {})


def test_no_form_is_missing_from_the_table(public_client: HostClient) -> None:
    check_unlisted_posts(ROWS, public_client, {})


def test_every_address_is_in_the_table() -> None:
    assert missing_routes(ROWS, settings.PUBLIC_SCHEMA_URLCONF) == set()
