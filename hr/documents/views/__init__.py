"""The company's pages of documents, one module a subject."""
