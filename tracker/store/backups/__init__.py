"""Backups, restoring and recovery: what came from outside or was damaged enters as rows alone."""
