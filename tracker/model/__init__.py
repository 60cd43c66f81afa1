"""What the ledger is made of: tables, enums, pure rules and the frozen rows that cross threads."""
