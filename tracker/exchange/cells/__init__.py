"""The values of cells: read a field from a cell, write it into one."""
