"""Clocking in and out, breaks, and the days that follow from them."""
