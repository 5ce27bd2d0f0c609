"""How the texts of cells are read, and which names look alike. Pure."""
