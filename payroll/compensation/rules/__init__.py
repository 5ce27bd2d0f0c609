"""The rules of compensation: amounts, terms of pay, stretches of days, loans. Pure; money in major units of its currency."""
