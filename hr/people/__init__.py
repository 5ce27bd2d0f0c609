"""Who works here: employees and departments."""
