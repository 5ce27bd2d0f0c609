"""What the product costs, measured against the production settings: `make bench`."""
