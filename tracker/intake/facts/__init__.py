"""What is said with a recommendation: offices, deadlines, figures, titles, likeness to the ledger."""
