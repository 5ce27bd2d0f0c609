"""Deleting a company in stages, so that nothing of it is left and everybody knows when."""
