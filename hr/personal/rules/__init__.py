"""What holds for accounts, identifiers, shares of pay and reminders: plain values in, plain values out."""
