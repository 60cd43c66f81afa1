"""Write workbooks: those that are sent, and those that go back with their problems marked."""
