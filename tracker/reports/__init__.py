"""What leaves the ledger for a meeting: official ledger, circular, chart pictures."""
