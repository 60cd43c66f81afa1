"""The dialog that goes through a returned workbook."""
