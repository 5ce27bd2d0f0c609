"""Canada outside Quebec: income tax by T4127 option 1, Canada Pension Plan, Employment Insurance."""
