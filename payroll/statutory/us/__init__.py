"""The United States: federal income tax withholding, FICA, FUTA, and state tables that a company fills in."""
