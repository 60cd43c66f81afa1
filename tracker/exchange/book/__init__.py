"""The raw content of a workbook, as its file holds it."""
