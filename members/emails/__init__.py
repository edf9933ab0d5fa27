"""Every email about people, their accounts and where they work, written as a row."""
