"""A ledger of policy recommendations: tasks, owners, deadlines, lights, charts and the Excel round trip."""

import os

# Where lxml is importable openpyxl would write through it and no longer read through defusedxml; asked at its import.
os.environ["OPENPYXL_LXML"] = "False"

__version__ = "0.1.0"
