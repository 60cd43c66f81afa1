"""Writing workbooks: the ones that are sent, and the ones that go back with the problems marked."""
