"""What several screens do with one task: panel, forms, actions, words."""
