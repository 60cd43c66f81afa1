"""Passwords in the store of the system: the Credential Manager of Windows; elsewhere a passfile is the place."""

import ctypes
import sys
from ctypes import POINTER, Structure, byref, c_ubyte, c_uint32, c_void_p, c_wchar_p, cast
from typing import Any

_GENERIC, _LOCAL_MACHINE = 1, 2
_ENCODING = "utf-16-le"


class _Credential(Structure):
    """CREDENTIALW as Windows lays it out."""

    _fields_ = (
        ("flags", c_uint32),
        ("kind", c_uint32),
        ("target", c_wchar_p),
        ("comment", c_wchar_p),
        ("written", c_uint32 * 2),
        ("size", c_uint32),
        ("blob", POINTER(c_ubyte)),
        ("persist", c_uint32),
        ("attribute_count", c_uint32),
        ("attributes", c_void_p),
        ("alias", c_wchar_p),
        ("user", c_wchar_p),
    )


def can_keep() -> bool:
    """Tell whether this system has a store for passwords at all."""
    return _advapi() is not None


def read_password(target: str, system: Any = None) -> str:
    """Return the password kept for a target, "" where there is none; `system` is advapi32, in tests another one."""
    known = system or _advapi()
    if known is None:
        return ""
    credential = POINTER(_Credential)()
    if not known.CredReadW(target, _GENERIC, 0, byref(credential)):
        return ""
    try:
        kept = credential.contents
        return bytes(cast(kept.blob, POINTER(c_ubyte * kept.size)).contents).decode(_ENCODING, "replace")
    finally:
        known.CredFree(credential)


def keep_password(target: str, user: str, password: str, system: Any = None) -> bool:
    """Keep a password for this computer under a target; return whether the system took it."""
    known = system or _advapi()
    if known is None:
        return False
    blob = password.encode(_ENCODING)
    content = (c_ubyte * len(blob)).from_buffer_copy(blob) if blob else (c_ubyte * 1)()
    credential = _Credential(
        kind=_GENERIC,
        target=target,
        size=len(blob),
        blob=cast(content, POINTER(c_ubyte)),
        persist=_LOCAL_MACHINE,
        user=user,
    )
    return bool(known.CredWriteW(byref(credential), 0))


def forget_password(target: str, system: Any = None) -> bool:
    """Take a kept password away; return whether there was one."""
    known = system or _advapi()
    return known is not None and bool(known.CredDeleteW(target, _GENERIC, 0))


def _advapi() -> Any:
    if sys.platform == "win32":  # pragma: no cover - asked once in the Windows trial
        return ctypes.WinDLL("advapi32", use_last_error=True)
    return None
