"""The read side: plain functions from a session to frozen rows."""
