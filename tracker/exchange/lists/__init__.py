"""Read lists of tasks that others made, in whatever layout."""
