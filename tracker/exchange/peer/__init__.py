"""Workbooks of another installation of this program."""
