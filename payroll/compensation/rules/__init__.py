"""The rules of compensation: amounts, terms of pay, shares, loans, garnishments. Pure; money in major units of its currency."""
