"""Where a company answers: changing its subdomain, and its own domains."""
