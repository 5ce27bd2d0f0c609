"""Bringing people in from files, after a look at what would change; and taking a whole import back."""
