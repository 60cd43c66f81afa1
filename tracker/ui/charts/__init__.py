"""Passive charts: they draw frozen rows, return their numbers, and signal what was clicked."""
