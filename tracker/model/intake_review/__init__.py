"""A review of a proposed text as plain data: what was proposed, and what a person makes of each piece of it."""
