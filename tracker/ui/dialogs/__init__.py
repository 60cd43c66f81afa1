"""Dialogs: each asks for one thing and hands the answer back."""
