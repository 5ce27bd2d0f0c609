"""One module an environment; each starts from base. Chosen by DJANGO_SETTINGS_MODULE."""
