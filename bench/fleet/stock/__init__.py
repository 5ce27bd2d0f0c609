"""Stock django-tenants with the same apps, on the same server: `python -m bench.fleet.stock`."""
