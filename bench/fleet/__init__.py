"""What a thousand companies cost: made, looked at, migrated, killed, visited and dropped; beside stock django-tenants."""
