"""When work is planned and when nobody works: work patterns and holiday calendars."""
