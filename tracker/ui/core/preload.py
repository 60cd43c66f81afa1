"""Libraries and pages that are loaded beside the window: on the main thread they would stop it.

The database's libraries are loaded by one thread at a time.

SQLAlchemy's modules import each other in circles. When the main thread begins to load them while the database
thread is still at it, Python breaks the tie by handing out a half-made module, and an import fails.
"""

from collections.abc import Iterable
from importlib import import_module
from threading import Lock

_LIBRARY = "sqlmodel"
#: What pages load when they first draw a chart; with them comes pyqtgraph.
_CHARTS = ("tracker.ui.overview.burn_up_interaction", "tracker.ui.indicators.chart")
#: Pages that share the package of another screen.
_PAGE_MODULES = {"office": "overview.office_page"}
_loading = Lock()


def load_database_libraries() -> None:
    """Return when the libraries are loaded, by this call or by another thread's."""
    with _loading:
        import_module(_LIBRARY)


def load_pages(keys: Iterable[str]) -> None:
    """Load the modules of pages and of their charts, so that the first visit only makes widgets."""
    for key in keys:
        import_module(f"tracker.ui.{_PAGE_MODULES.get(key, f'{key}.page')}")
    load_charts()


def load_charts() -> None:
    """Load what draws charts."""
    for name in _CHARTS:
        import_module(name)
