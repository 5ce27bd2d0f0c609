"""What a company's plan allows."""
