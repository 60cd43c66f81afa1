"""Whether other users of a Windows computer may read a folder, by its rights, and keeping it for its owner alone."""

import ctypes
import re
import sys
from pathlib import Path
from typing import Any

#: Signs of groups in Windows' own text form of rights (SDDL), and the same as numbers: who many people belong to.
_MANY = {
    "WD": "所有人", "S-1-1-0": "所有人",
    "AN": "匿名用户", "S-1-5-7": "匿名用户",
    "AU": "所有登录用户", "S-1-5-11": "所有登录用户",
    "IU": "所有登录用户", "S-1-5-4": "所有登录用户",
    "BU": "Users 组", "S-1-5-32-545": "Users 组",
    "BG": "Guests 组", "S-1-5-32-546": "Guests 组",
    "DU": "域用户", "DG": "域来宾",
}  # fmt: skip
_DOMAIN = re.compile(r"S-1-5-21-[\d-]+-51[34]")  # domain users, domain guests
_ENTRY = re.compile(r"\((?P<kind>X?[AD]);(?P<flags>[A-Z]*);(?P<rights>[^;]*);[^;]*;[^;]*;(?P<who>[^;)]+)")
#: Rights in words of SDDL that let somebody read, and their bits: FILE_READ_DATA, GENERIC_READ, GENERIC_ALL.
_READING = frozenset({"FA", "FR", "GA", "GR", "CC"})
_READ_BITS = 0x1 | 0x8000_0000 | 0x1000_0000
_OWNER_ONLY = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{})"
_DACL, _PROTECTED, _FILE_OBJECT, _REVISION = 0x4, 0x8000_0000, 1, 1
_TOKEN_QUERY, _TOKEN_USER = 0x8, 1


def open_to(folder: Path, system: Any = None) -> tuple[str, ...]:
    """Return which groups of other people may read a folder on Windows, none elsewhere or where nobody can say."""
    known = system or _windows()
    if known is None:
        return ()
    try:
        return readers(known.rights_of(str(folder)))
    except OSError:
        return ()


def readers(rights: str) -> tuple[str, ...]:
    """Return the groups that rights in SDDL let read, in words; a refusal that stands before takes it from them.

    Rights without a list at all (`D:NO_ACCESS_CONTROL`) let everybody in.
    """
    if "NO_ACCESS_CONTROL" in rights:
        return (_MANY["WD"],)
    dacl = rights.partition("D:")[2].partition("S:(")[0]
    refused, let_in = set[str](), dict[str, None]()
    for entry in _ENTRY.finditer(dacl):
        name = _MANY.get(entry["who"]) or ("域用户" if _DOMAIN.fullmatch(entry["who"]) else "")
        # What is only handed on to files inside says nothing of the folder, yet everything of the ledger in it.
        if not name or not _lets_read(entry["rights"]):
            continue
        if entry["kind"].endswith("D"):
            refused.add(name)
        elif name not in refused:
            let_in[name] = None
    return tuple(let_in)


def keep_for_owner(folder: Path, system: Any = None) -> bool:
    """Let only the user of this program, the system and administrators into a folder; return whether that was done."""
    known = system or _windows()
    if known is None:
        return False
    try:
        known.set_rights(str(folder), _OWNER_ONLY.format(known.user()))
    except OSError:
        return False
    return True


def _lets_read(rights: str) -> bool:
    if rights.startswith("0x"):
        return bool(int(rights, 16) & _READ_BITS)
    return any(rights[at : at + 2] in _READING for at in range(0, len(rights), 2))


def _windows() -> Any:
    if sys.platform == "win32":  # pragma: no cover - asked once in the Windows trial
        return WindowsRights(
            ctypes.WinDLL("advapi32", use_last_error=True), ctypes.WinDLL("kernel32", use_last_error=True)
        )
    return None


class WindowsRights:
    """Rights of folders as text, by the functions of advapi32 and kernel32. Its methods raise OSError."""

    def __init__(self, advapi: Any, kernel: Any) -> None:
        self._advapi, self._kernel = advapi, kernel
        self._kernel.LocalFree.argtypes = [ctypes.c_void_p]
        self._kernel.GetCurrentProcess.restype = ctypes.c_void_p

    def rights_of(self, folder: str) -> str:
        """Return the rights of a folder in SDDL."""
        descriptor, text = ctypes.c_void_p(), ctypes.c_wchar_p()
        code = self._advapi.GetNamedSecurityInfoW(
            ctypes.c_wchar_p(folder), _FILE_OBJECT, _DACL, None, None, None, None, ctypes.byref(descriptor)
        )
        self._require(code == 0)
        try:
            self._require(
                self._advapi.ConvertSecurityDescriptorToStringSecurityDescriptorW(
                    descriptor, _REVISION, _DACL, ctypes.byref(text), None
                )
            )
            return self._text(text)
        finally:
            self._kernel.LocalFree(descriptor)

    def set_rights(self, folder: str, rights: str) -> None:
        """Give a folder, and all in it that inherits, rights in SDDL, and nothing of the folder above."""
        descriptor, dacl = ctypes.c_void_p(), ctypes.c_void_p()
        present, standard = ctypes.c_int(), ctypes.c_int()
        self._require(
            self._advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                ctypes.c_wchar_p(rights), _REVISION, ctypes.byref(descriptor), None
            )
        )
        try:
            self._require(
                self._advapi.GetSecurityDescriptorDacl(
                    descriptor, ctypes.byref(present), ctypes.byref(dacl), ctypes.byref(standard)
                )
            )
            code = self._advapi.SetNamedSecurityInfoW(
                ctypes.c_wchar_p(folder), _FILE_OBJECT, ctypes.c_uint32(_DACL | _PROTECTED), None, None, dacl, None
            )
            self._require(code == 0)
        finally:
            self._kernel.LocalFree(descriptor)

    def user(self) -> str:
        """Return the user of this program as a number of Windows (S-1-5-21-…)."""
        token, size, text = ctypes.c_void_p(), ctypes.c_uint32(), ctypes.c_wchar_p()
        process = ctypes.c_void_p(self._kernel.GetCurrentProcess())
        self._require(self._advapi.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token)))
        try:
            self._advapi.GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(size))
            content = ctypes.create_string_buffer(size.value)
            self._require(self._advapi.GetTokenInformation(token, _TOKEN_USER, content, size, ctypes.byref(size)))
            sid = ctypes.c_void_p.from_buffer(content)  # TOKEN_USER begins with the address of the number
            self._require(self._advapi.ConvertSidToStringSidW(sid, ctypes.byref(text)))
            return self._text(text)
        finally:
            self._kernel.CloseHandle(token)

    def _text(self, text: Any) -> str:
        """Return a text that Windows made, and give its memory back."""
        words = str(text.value)
        self._kernel.LocalFree(ctypes.cast(text, ctypes.c_void_p))
        return words

    @staticmethod
    def _require(done: Any) -> None:
        if not done:
            raise OSError("the rights of the folder cannot be read or set")
