"""Pages of a personal record. Everybody here is signed in: the middleware sees to it."""
