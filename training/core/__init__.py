"""The ground every room stands on: configuration, database, clock, access, forms, text. Knows no feature."""
