"""A ledger of policy recommendations: tasks, owners, deadlines, lights, charts and the Excel round trip."""

__version__ = "0.1.0"
