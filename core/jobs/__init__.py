"""Jobs: what is to happen after a commit, written down in the same transaction."""
