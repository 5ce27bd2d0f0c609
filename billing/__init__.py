"""Plans and prices. Subscriptions, usage and invoices follow."""
