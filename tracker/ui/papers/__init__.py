"""The page of papers: what is issued, with which sentences, and how it will look."""
