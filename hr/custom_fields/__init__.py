"""Fields that a company adds to the record of its people."""
