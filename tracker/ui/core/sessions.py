"""How the window opens what it reads and writes in, without seeing the store."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

#: The store's session; the window hands it on and never looks into it.
DatabaseSession: TypeAlias = Any


class Sessions(Protocol):
    """Opens a transaction: commits when its block ends, rolls back when it raises."""

    def __call__(self, act: str = "", *, reads_first: bool = False) -> AbstractContextManager[DatabaseSession]:
        """Return the context manager that yields the session; `act` is the key of what is to be written.

        With `reads_first` the service itself begins its turn, when all that lasts long is done.
        """


#: Opens a transaction that only reads.
Readings: TypeAlias = Callable[[], AbstractContextManager[DatabaseSession]]
