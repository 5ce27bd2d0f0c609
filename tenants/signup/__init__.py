"""How a company signs itself up: form, code by e-mail, building, first sign-in."""
