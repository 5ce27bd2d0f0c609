"""The HR slices. A plain folder of apps: it has no code of its own."""
