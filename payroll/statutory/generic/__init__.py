"""Any other country: levies by the company's own figures, employee's and employer's. Nothing here has an official proof."""
