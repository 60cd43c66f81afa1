"""Everything that happens to a returned workbook: receive, preview, apply, send back."""
