"""Who changed what, when, from what to what: rows that nobody can change."""
