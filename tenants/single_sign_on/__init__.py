"""Signing in through a company's own identity provider, by OpenID Connect or SAML."""
