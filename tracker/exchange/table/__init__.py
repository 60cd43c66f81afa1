"""Tables: where on a sheet the rows stand, and which column is which field."""
