"""The platform's console. Pages for our staff; no rules and no tables of its own."""
