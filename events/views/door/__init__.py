"""At the door of a date, and the day after: for its hosts, and for those who come."""
