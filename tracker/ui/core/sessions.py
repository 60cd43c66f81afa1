"""How the window opens what it reads and writes in, without seeing the store."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

#: The store's session; the window hands it on and never looks into it.
DatabaseSession: TypeAlias = Any

#: What is said where the connection ended: an act waits, nobody knows of it, or it is being asked about.
AWAY = "与服务器的连接断开；您填写的内容还在，连上以后自动保存"
UNKNOWN = "与服务器的连接断开，还不知道刚才的修改是否已保存；连上以后请看“变更记录”，内容还在编辑框里。"
DOUBT = "连接断开，正在确认是否已保存；连上以后自动继续"


class Sessions(Protocol):
    """Opens a transaction: commits when its block ends, rolls back when it raises."""

    def __call__(self, act: str = "", *, reads_first: bool = False) -> AbstractContextManager[DatabaseSession]:
        """Return the context manager that yields the session; `act` is the key of what is to be written.

        With `reads_first` the service itself begins its turn, when all that lasts long is done.
        """


#: Opens a transaction that only reads.
Readings: TypeAlias = Callable[[], AbstractContextManager[DatabaseSession]]
