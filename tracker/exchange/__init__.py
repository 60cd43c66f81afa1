"""Workbooks out and back: columns, cells, writing, reading, comparing. No database, no Qt."""
