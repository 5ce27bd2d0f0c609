"""The companies that are our customers, and the hosts under which they answer."""
