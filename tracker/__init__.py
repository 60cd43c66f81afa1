"""A ledger of policy recommendations: tasks, owners, deadlines, lights, charts and the Excel round trip."""

import os

# Where lxml is importable openpyxl would write through it and no longer read through defusedxml; asked at its import.
os.environ["OPENPYXL_LXML"] = "False"
# Else pypinyin prepares and copies its dictionaries for a conversion of its own, which nobody here asks for: 12 MB.
os.environ |= {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}

__version__ = "0.1.0"
