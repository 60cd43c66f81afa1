"""The directory of offices and their people as a workbook: written as a table, read back in whatever layout."""
