"""Pages of pledges: one file a journey."""
