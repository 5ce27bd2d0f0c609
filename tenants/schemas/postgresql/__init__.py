"""The database backend named in settings: django-tenants' with a role per company."""
