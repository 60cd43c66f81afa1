"""Which password a server is given: that of the passfile or service, then the system's store, then what is asked."""

from collections.abc import Callable
from typing import TypeVar

from tracker.errors import LoginError

Opened = TypeVar("Opened")


def signed_in(
    open_with: Callable[[str], Opened], stored: Callable[[], str], ask: Callable[[], str] = lambda: ""
) -> Opened:
    """Return what `open_with` opens; it is tried without a password first: libpq itself looks into the passfile.

    `stored` gives what the system keeps, `ask` what a person types, "" for nothing; the person is asked once. Raises
    LoginError where none was right.
    """
    try:
        return open_with("")
    except LoginError as error:
        refused = error
    for give in (stored, ask):
        if password := give():
            try:
                return open_with(password)
            except LoginError as error:
                refused = error
    raise refused
