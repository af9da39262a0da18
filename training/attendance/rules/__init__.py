"""The rules of attendance as pure functions: folding events, codes on the wall, check-in hours, denominators."""
