"""Two made-up companies to look at: who they are, how they come and go, and planting them through the product's own actions."""
