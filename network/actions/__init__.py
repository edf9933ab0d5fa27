"""Listing people, tying them to one another, and introducing them."""
