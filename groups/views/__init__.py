"""Pages of groups: one file a journey."""
