"""India: income tax in both regimes, provident fund and pension, state insurance.

The folder bears the ISO 3166 alpha-3 code, because `in` is a word of Python and cannot name a package. No figure here has an
official proof.
"""
