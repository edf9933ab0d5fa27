"""For those who put events on: a journey a file."""
