"""Find the tables of a workbook, their columns and their rows."""
