"""The companies that are our customers, and how they come to exist."""
