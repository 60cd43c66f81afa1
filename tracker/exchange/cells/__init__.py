"""Values: what the text of a cell means for a field, and how a field is written into a cell."""
