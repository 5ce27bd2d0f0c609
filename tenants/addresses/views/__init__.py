"""The edge: the pages of a company's addresses, and what the proxy asks."""
