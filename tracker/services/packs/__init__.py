"""Catalogue packs (目录包): another city's or year's catalogue, imported, updated and removed."""
