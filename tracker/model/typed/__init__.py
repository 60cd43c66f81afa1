"""What people type: dates, deadlines, progress and figures, read by one set of rules on every road."""
