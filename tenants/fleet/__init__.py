"""The migrations of all companies: which schema has which version, and bringing them to this release's."""
