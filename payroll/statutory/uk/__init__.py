"""The United Kingdom: PAYE income tax, National Insurance, student loans, workplace pensions, minimum wage."""
