"""A stand-in for the Credential Manager of Windows that lays its memory out as Windows does."""

import ctypes
from ctypes import POINTER, cast
from typing import Any

from tracker.files.kept_passwords import _Credential


class Advapi:
    """Keeps copies of what it is given, as the system does."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[int, int, str, bytes]] = {}
        self.freed = 0
        self._held: Any = None

    def CredWriteW(self, pointer: Any, _flags: int) -> int:
        given = cast(pointer, POINTER(_Credential)).contents
        blob = bytes(cast(given.blob, POINTER(ctypes.c_ubyte * given.size)).contents)
        self.kept[given.target] = (given.kind, given.persist, given.user, blob)
        return 1

    def CredReadW(self, target: str, kind: int, _flags: int, pointer: Any) -> int:
        if target not in self.kept or self.kept[target][0] != kind:
            return 0
        blob = self.kept[target][3]
        content = (ctypes.c_ubyte * len(blob)).from_buffer_copy(blob)
        self._held = _Credential(size=len(blob), blob=cast(content, POINTER(ctypes.c_ubyte))), content
        cast(pointer, POINTER(POINTER(_Credential)))[0] = ctypes.pointer(self._held[0])
        return 1

    def CredDeleteW(self, target: str, _kind: int, _flags: int) -> int:
        return int(self.kept.pop(target, None) is not None)

    def CredFree(self, _pointer: Any) -> None:
        self.freed += 1
