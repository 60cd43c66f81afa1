"""Importing lists of tasks that others made: what would be new or changed, and the import itself."""
