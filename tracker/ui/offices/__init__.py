"""单位: the directory of offices, who sits in each, and what became of it."""
