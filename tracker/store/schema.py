"""Which schema this program speaks."""

#: The newest revision under db/versions; revisions are numbered, so that a greater one is a newer one.
HEAD = "0010"
