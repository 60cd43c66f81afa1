"""Makes the Word templates that the program ships; `python -m resources.packaging.papers` writes them anew."""
