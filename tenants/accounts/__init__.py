"""People who sign in: a company's own in its schema, the platform's staff in public."""
