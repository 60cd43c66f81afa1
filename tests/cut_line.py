"""A line to a PostgreSQL server that a test can cut at any message, or on which everything is swallowed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

CLIENT, SERVER = "client", "server"
_SSL, _GSS, _CANCEL = 80877103, 80877104, 80877102


class CutLine:
    """Forwards whole messages; counts them from `arm` on and cuts every connection at the one that was asked for."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._cut_at: tuple[str, int] | None = None
        self.counts = {CLIENT: 0, SERVER: 0}
        self.swallowing = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def arm(self, side: str = "", at: int = 0) -> None:
        """Count anew; cut once before message `at` of a side, never without one."""
        with self._lock:
            self.counts = {CLIENT: 0, SERVER: 0}
            self._cut_at = (side, at) if side else None

    def close(self) -> None:
        with suppress(OSError):
            self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                self._sockets |= {client, server}
                for side, source, sink in ((CLIENT, client, server), (SERVER, server, client)):
                    threading.Thread(target=self._forward, args=(side, source, sink), daemon=True).start()

    def _forward(self, side: str, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            for message in _messages(source, begins=side == CLIENT):
                if self._is_last(side):
                    self.cut()
                    return
                while self.swallowing:
                    source.recv(65536)
                sink.sendall(message)
        self._end(source, sink)

    def _is_last(self, side: str) -> bool:
        with self._lock:
            self.counts[side] += 1
            if self._cut_at == (side, self.counts[side]):
                self._cut_at, self.cuts = None, self.cuts + 1
                return True
        return False

    def cut(self) -> None:
        """End all connections at once."""
        self._end(*self._sockets)

    def _end(self, *ends: socket.socket) -> None:
        for end in ends:
            self._sockets.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _messages(source: socket.socket, *, begins: bool) -> Iterator[bytes]:
    """Yield whole messages; the first of a client has no kind."""
    while begins:
        head = _exactly(source, 8)
        body = _exactly(source, int.from_bytes(head[:4], "big") - 8)
        yield head + body
        begins = int.from_bytes(head[4:], "big") in (_SSL, _GSS)
    while True:
        head = _exactly(source, 5)
        yield head + _exactly(source, int.from_bytes(head[1:], "big") - 4)


def _exactly(source: socket.socket, count: int) -> bytes:
    content = b""
    while len(content) < count:
        piece = source.recv(count - len(content))
        if not piece:
            raise OSError("closed")
        content += piece
    return content


@contextmanager
def cut_line(url: str) -> Iterator[tuple[CutLine, str]]:
    """Yield a line to the server of a URL, which listens on a socket of its own, and the URL that leads over it."""
    known = make_url(url)
    folder = str(known.query.get("host") or known.host)
    line = CutLine(str(next(Path(folder).glob(".s.PGSQL.*[0-9]"))))
    over = known.set(host="127.0.0.1", port=line.port, query={"sslmode": "disable", "gssencmode": "disable"})
    try:
        yield line, over.render_as_string(hide_password=False)
    finally:
        line.close()
