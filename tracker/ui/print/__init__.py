"""Papers as pages: their layout for the printer, the PDF file and the preview."""
