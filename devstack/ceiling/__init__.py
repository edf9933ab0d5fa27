"""A bare Django project that our pages are held against: the same server, the same workers, none of our code."""
