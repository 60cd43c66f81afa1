"""The database's libraries, loaded by one thread at a time.

SQLAlchemy's modules import each other in circles. When the main thread begins to load them while the database
thread is still at it, Python breaks the tie by handing out a half-made module, and an import fails.
"""

from importlib import import_module
from threading import Lock

_LIBRARY = "sqlmodel"
_loading = Lock()


def load_database_libraries() -> None:
    """Return when the libraries are loaded, by this call or by another thread's."""
    with _loading:
        import_module(_LIBRARY)
