"""Everything that happens to a returned workbook."""
