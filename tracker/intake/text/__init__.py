"""The plain text of a source: repaired lines, passages, sentences and clauses, all with their places."""
