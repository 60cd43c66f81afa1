"""The window: pages, panels, dialogs and charts. It sees services, queries and model only."""

from contextlib import suppress

import PySide6.QtCore  # noqa: F401 - with it comes what is changed below

# After each import PySide6 looks for its name in the module's source, and Python keeps every line it read: 38 MB.
# It wants to know where names in snake_case may be asked for, which nobody here does.
with suppress(ImportError):  # another version may do without
    from PySide6.support import feature  # type: ignore[attr-defined]

    feature._mod_uses_pyside = lambda _module: False
