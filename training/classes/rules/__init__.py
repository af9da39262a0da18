"""The rules of plans, classes and meetings as plain functions, and their words."""
