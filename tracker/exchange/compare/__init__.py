"""Compare a returned workbook with what was sent and with the ledger as it is now."""
