"""Reads of learning; what learners meet all the time uses Core statements built once and rows kept in memory."""
