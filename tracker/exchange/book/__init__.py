"""Raw cells: a workbook as its file holds it, before anything is understood."""
