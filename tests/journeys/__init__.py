"""People's ways through the real product in a real browser, on a phone and at a desk."""
