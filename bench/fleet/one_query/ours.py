"""The product with nothing but what enters a company, on the connections that pages have."""

from bench.fleet.settings import *  # noqa: F403 -- settings extend settings in this way.

# Once Django is loaded it is the whole MIDDLEWARE; until then allauth insists on its own.
ONLY_MIDDLEWARE = ["tenants.companies.middleware.CompanyMiddleware"]
ROOT_URLCONF = "bench.fleet.one_query.urls"
