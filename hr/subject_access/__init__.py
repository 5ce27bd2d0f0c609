"""All that a company keeps about one person, for that person."""
