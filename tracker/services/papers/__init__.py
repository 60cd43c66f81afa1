"""Making the papers that leave the office, and registering what was issued."""
