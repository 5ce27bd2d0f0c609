"""Who gets what at every address. The tables are the specification; an address that is missing from them fails."""
