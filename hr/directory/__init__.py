"""Who is who: the directory, the org chart and what a person's pages have in common."""
