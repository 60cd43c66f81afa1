"""The Credential Manager of Windows, asked through a stand-in that lays its memory out as Windows does."""

import ctypes
from ctypes import POINTER, byref, cast
from typing import Any

from tracker.files import kept_passwords
from tracker.files.kept_passwords import _Credential, forget_password, keep_password, read_password

TARGET = "ZhizaoLedger/10.1.2.3/zhizao/zhang"


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


def test_what_was_kept_is_read_and_forgotten() -> None:
    system = Advapi()
    assert read_password(TARGET, system) == ""
    assert keep_password(TARGET, "zhang", "密码 pass", system)
    assert system.kept[TARGET][:3] == (1, 2, "zhang")
    assert read_password(TARGET, system) == "密码 pass"
    assert system.freed == 1
    assert forget_password(TARGET, system)
    assert not forget_password(TARGET, system)
    assert read_password(TARGET, system) == ""


def test_the_structure_is_as_large_as_that_of_windows() -> None:
    assert ctypes.sizeof(_Credential) == (80 if ctypes.sizeof(ctypes.c_void_p) == 8 else 52)
    assert byref(_Credential())


def test_other_systems_keep_none(monkeypatch: Any) -> None:
    monkeypatch.setattr(kept_passwords.sys, "platform", "linux")
    assert not keep_password(TARGET, "zhang", "x")
    assert read_password(TARGET) == ""
    assert not forget_password(TARGET)
