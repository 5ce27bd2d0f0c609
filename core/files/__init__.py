"""Files that people upload: kept apart by company, answered only to whom a view has let in."""
