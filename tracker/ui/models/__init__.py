"""Passive item models: they hold frozen rows and never read or write."""
