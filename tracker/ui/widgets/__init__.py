"""Building blocks of every page, panel and dialog."""
