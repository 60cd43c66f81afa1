"""The Credential Manager of Windows, asked through a stand-in that lays its memory out as Windows does."""

import ctypes
from ctypes import byref
from typing import Any

from tests.credential_store import Advapi
from tracker.files import kept_passwords
from tracker.files.kept_passwords import _Credential, forget_password, keep_password, read_password

TARGET = "ZhizaoLedger/10.1.2.3/zhizao/zhang"


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
