"""What is kept of people: every app asked in turn, to download it, to erase it, and to keep nothing for too long."""
