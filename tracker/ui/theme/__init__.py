"""One visual language: tokens, type, icons and the style built from them (shared by every widget)."""
