"""What people are paid beside and before the law: terms of pay, items, loans, orders, and what the law needs to know of them."""
