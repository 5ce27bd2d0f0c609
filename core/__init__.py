"""The kernel every slice may import: identifiers, money, dates, periods, countries, audit. It imports nothing of ours."""
