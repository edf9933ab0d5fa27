"""Every email about dates and places, written as a row in the transaction of its cause."""
