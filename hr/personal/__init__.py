"""What a company keeps about a person beside their job: personal data, bank accounts, identifiers, qualifications."""
