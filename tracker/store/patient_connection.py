"""A connection to a server that notices when nobody answers any more, and that another thread can end at once."""

import socket
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any, Self

import psycopg

from tracker.errors import StoreError
from tracker.store.refusals import NO_PARAMETER

#: Seconds of silence after which the server is asked on a connection of its own whether it is there, and how long
#: that may take: a sentence comes within twenty seconds.
SILENCE, ANSWER = 8.0, 4


class PatientConnection(psycopg.Connection[Any]):
    """Waits for a statement as long as the server can still be reached, and no longer.

    Packets that are swallowed on their way look like a statement that lasts: neither the time-out of the server, whose
    message is swallowed as well, nor a living middle-man that says nothing, ends the waiting.
    """

    _asked: tuple[str, dict[str, Any]] = ("", {})

    @classmethod
    def connect(cls, conninfo: str = "", **more: Any) -> Self:
        """Connect as psycopg does. Raises StoreError for an address with a parameter that is none."""
        try:
            connection = super().connect(conninfo, **more)
        except psycopg.ProgrammingError as error:  # it was not even sent
            raise StoreError(NO_PARAMETER) from error
        connection._asked = conninfo, more
        return connection

    def set_read_only(self, value: bool | None) -> None:
        """Have transactions only read (True), else be as the server begins them: one that only reads stays so.

        SQLAlchemy sets False after each reading, and that asks for a transaction that writes.
        """
        super().set_read_only(value or None)

    def wait(self, gen: Any, *rest: Any, **more: Any) -> Any:
        """Consume what operates on the connection as psycopg does, but look at the clock."""
        return super().wait(self._watched(gen), *rest, **more)

    def _watched(self, gen: Any) -> Generator[Any, Any, Any]:
        since = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    since = time.monotonic()
                elif time.monotonic() - since > SILENCE:
                    self._require_answer()
                    since = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value

    def _require_answer(self) -> None:
        """Raise OperationalError, with the connection closed, where the server is not reached by a second one."""
        conninfo, more = self._asked
        try:
            psycopg.connect(conninfo, **{**more, "connect_timeout": ANSWER}).close()
        except psycopg.OperationalError as error:
            if "FATAL" in str(error):
                return  # it has no room for another one, but it answers
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error

    def give_up(self) -> None:
        """Ask the server to give up the statement under way; one that does not answer is left alone."""
        with suppress(OSError, psycopg.Error):
            self.cancel_safe(timeout=1.0)

    def hang_up(self) -> None:
        """End the conversation from another thread: whoever waits for an answer fails at once."""
        with suppress(OSError, psycopg.Error):
            line = socket.socket(fileno=self.pgconn.socket)
            try:
                line.shutdown(socket.SHUT_RDWR)
            finally:
                line.detach()
