"""What follows from values alone. Pure."""
