"""What the product itself is called and looks like, where no company is."""

PRODUCT_NAME = "Rooster"
PRODUCT_COLOR = "#1976d2"
