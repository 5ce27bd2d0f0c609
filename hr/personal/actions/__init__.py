"""Writes of personal records: entries, requests for changes, bank details, the photo, the rules."""
