"""The command line of this process, which every program may read, without the passwords that were typed into it."""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_SELF = Path("/proc/self")
#: Where the arguments begin in memory: proc(5) counts it as the 48th, from 1; what stands before may hold blanks.
_ARG_START, _BEFORE = 48, 3
_BLOT = "*"


def blot_out(secret: "re.Pattern[str]") -> None:
    """Write stars over what `secret` finds behind its named groups in the arguments of this process, where they lie.

    Until then others can read it; a system that has no way leaves it as it is.
    """
    with suppress(OSError, ValueError, IndexError, AttributeError):
        (_blot_windows if sys.platform == "win32" else _blot_linux)(secret)


def spans_of(secret: "re.Pattern[str]", argument: str) -> Iterable[tuple[int, int]]:
    """Return from where to where a secret stands in an argument: behind the group that tells it is one."""
    for match in secret.finditer(argument):
        yield max(match.end(name) for name in secret.groupindex), match.end()


def _blot_linux(secret: "re.Pattern[str]") -> None:
    """Arguments stand one behind the other, each ended by a NUL."""
    import ctypes  # few start with a password

    start = int((_SELF / "stat").read_text(encoding="latin-1").rpartition(")")[2].split()[_ARG_START - _BEFORE])
    offset = 0
    for argument in (_SELF / "cmdline").read_bytes().split(b"\x00"):
        typed = os.fsdecode(argument)
        for begin, end in spans_of(secret, typed):
            before, length = len(os.fsencode(typed[:begin])), len(os.fsencode(typed[begin:end]))
            ctypes.memset(start + offset + before, ord(_BLOT), length)
        offset += len(argument) + 1


def _blot_windows(secret: "re.Pattern[str]") -> None:  # pragma: no cover - there only
    """The whole line stands in the block that others read; a sign is two bytes, those beyond the first 65,536 four."""
    import ctypes

    ask = ctypes.windll.kernel32.GetCommandLineW  # type: ignore[attr-defined,unused-ignore]
    ask.restype = ctypes.c_void_p
    address = ask()
    line = ctypes.wstring_at(address)
    for begin, end in spans_of(secret, line):
        stars = (_BLOT * (len(line[begin:end].encode("utf-16-le")) // 2)).encode("utf-16-le")
        ctypes.memmove(address + len(line[:begin].encode("utf-16-le")), stars, len(stars))
