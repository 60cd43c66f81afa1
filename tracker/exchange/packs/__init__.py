"""Catalogue packs as workbooks."""
