"""What one company's people can take to another company's host, and what they get for it: nothing."""
