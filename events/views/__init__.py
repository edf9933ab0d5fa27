"""Pages of dates, having a place, and giving it back."""
