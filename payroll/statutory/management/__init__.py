"""Commands of payroll."""
