"""The window: pages, panels, dialogs and charts. It sees services, queries and model only."""

import PySide6.QtCore  # noqa: F401 - with it comes what is changed below
from PySide6.support import feature  # type: ignore[attr-defined]

# After each import PySide6 looks for its name in the module's source, and Python keeps every line it read: 38 MB.
# It wants to know where names in snake_case may be asked for, which nobody here does.
feature._mod_uses_pyside = lambda _module: False
