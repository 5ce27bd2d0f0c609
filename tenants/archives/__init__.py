"""One company as one file: written, read back under a new name."""
