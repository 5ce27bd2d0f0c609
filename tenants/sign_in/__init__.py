"""Signing in beyond a password: second factors, and what a company demands of whoever signs in."""
