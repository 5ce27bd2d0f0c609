"""Writes of documents, one module a subject."""
