"""The screen 台账: the table of all tasks."""
