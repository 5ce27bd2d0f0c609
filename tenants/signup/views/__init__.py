"""Pages of the public site: what it offers, the sign-up form and its live parts, the steps after it."""
