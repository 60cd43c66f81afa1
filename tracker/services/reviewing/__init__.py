"""Reviews of texts: beginning and keeping them, and what is accepted entering the ledger."""
