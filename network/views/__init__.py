"""The directory, introductions, and what two members say of each other."""
