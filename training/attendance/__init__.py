"""Roll call, check-in codes on the wall, attendance percentages with their denominators."""
