"""What the law of each country takes from pay and asks of employers: one folder a country, one data file a tax year."""
