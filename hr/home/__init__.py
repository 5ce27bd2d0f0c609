"""The page that answers everything in one glance."""
