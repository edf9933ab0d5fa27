"""Reading, telling, agreeing and checking: one file a journey."""
