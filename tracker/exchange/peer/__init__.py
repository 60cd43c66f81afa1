"""Exchange workbooks with other installations of this program."""
