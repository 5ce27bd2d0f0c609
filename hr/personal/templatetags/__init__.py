"""Template tags for pages that show people."""
