"""Import a module when it is first used, on the thread that uses it.

Queries and services bring the database's libraries with them; the first screen must not wait for these. Named under
`TYPE_CHECKING` as well, such a module is typed and counts for the contracts like any other import:

    if TYPE_CHECKING:
        from tracker.services import status
    else:
        status = late("tracker.services.status")
"""

from importlib import import_module
from typing import Any


class LateModule:
    """Stands for a module; from the first use on it holds the very names of the real one."""

    __slots__ = ("__dict__", "_name")

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        module = import_module(self._name)
        self.__dict__ = vars(module)
        return getattr(module, attribute)


def late(name: str) -> Any:
    """Return a stand-in for a module by its full name; nothing is imported yet."""
    return LateModule(name)
