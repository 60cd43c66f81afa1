"""Read workbook files of every kind, in a process that can be killed."""
