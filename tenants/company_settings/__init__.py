"""How a company works and looks: time zone, formats, working week, colours."""
