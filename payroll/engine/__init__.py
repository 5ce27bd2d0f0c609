"""Pure: inputs in, lines, totals and a trace out. It knows no database and no clock."""
