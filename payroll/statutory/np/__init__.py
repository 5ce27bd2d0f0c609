"""Nepal: income tax with social security tax, and the Social Security Fund. No figure here has an official proof."""
