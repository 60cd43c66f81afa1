"""Which password a server is given: that of the passfile or service, then the system's store, then what is asked."""

from collections.abc import Callable
from typing import TypeVar

from tracker.errors import LoginError
from tracker.files.kept_passwords import forget_password, keep_password, read_password
from tracker.store.connecting import address_of

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


def signed_in_kept(url: str, open_with: Callable[[str], Opened], typed: str, keep: bool) -> Opened:
    """Return what `open_with` opens of an address, with what the system keeps for it or what was typed, "" for nothing.

    What was typed and let somebody in is kept by the system, or what it kept and was wrong is forgotten. Raises
    LoginError where nothing was right.
    """
    address = address_of(url)
    asked = False

    def give() -> str:
        nonlocal asked
        asked = True
        return typed

    opened = signed_in(open_with, stored=lambda: read_password(address.credential), ask=give)
    if asked and keep:
        keep_password(address.credential, address.url.username or "", typed)
    elif asked:
        forget_password(address.credential)
    return opened
