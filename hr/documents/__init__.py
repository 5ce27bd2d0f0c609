"""Documents of employees: who sees which, in versions."""
