"""Passive charts: they draw frozen rows, give their numbers back, and tell what was clicked."""
