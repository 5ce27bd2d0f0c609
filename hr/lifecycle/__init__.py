"""Coming, changing places and leaving: what these set off, and the checklists that go with them."""
