"""Spreadsheets in and out: XLSX and CSV are read into a Table within limits, and written from a stream of rows.

Text is never a formula. The reading and writing modules are imported by name, so that each loads its library alone.
"""
