"""The pages. Everybody here is signed in: the middleware sees to it."""
