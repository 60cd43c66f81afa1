"""Workbooks out and back: columns, cells, writer, reader, comparison. No database, no Qt."""
