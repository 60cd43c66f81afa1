"""Limit the memory of the reading process, so that a hostile file ends it and nothing else."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.files.limits import MB


def confine(memory_bytes: int) -> None:
    """Cap the memory of this process and leave Ctrl-C to the parent; silently less where the system refuses."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_of_all.append(memory_bytes)
    _limit(memory_bytes)


_limit_of_all: list[int] = []  # empty outside the reading process


@contextmanager
def limited_growth(more_bytes: int) -> Iterator[None]:
    """Let the reading process grow by so many bytes only, and die quietly beyond; nothing in any other process."""
    if not _limit_of_all:
        yield
        return
    errors, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # a library that runs out of memory says so there before it aborts
    _limit(min(_limit_of_all[-1], _size() + more_bytes))
    try:
        yield
    finally:
        _limit(_limit_of_all[-1])
        os.dup2(errors, 2)
        os.close(errors)
        os.close(nowhere)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _PROCESS_MEMORY, _KILL_ON_CLOSE, _EXTENDED_LIMITS = 0x100, 0x2000, 9

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("Basic", _BasicLimits),
            ("IoCounters", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _USUAL_SIZE = 80 * MB  # of this process before it reads anything
    _job: list[wintypes.HANDLE] = []

    def _size() -> int:
        return _USUAL_SIZE

    def _limit(memory_bytes: int) -> None:
        """Cap the memory of the job object this process is in, the first time put it there; it lives as long as we."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        limits = _ExtendedLimits()
        limits.Basic.LimitFlags = _PROCESS_MEMORY | _KILL_ON_CLOSE
        limits.ProcessMemoryLimit = memory_bytes
        known = bool(_job)
        if not known:
            _job.append(wintypes.HANDLE(kernel.CreateJobObjectW(None, None)))
        size = ctypes.sizeof(limits)
        if (
            _job[0]
            and kernel.SetInformationJobObject(_job[0], _EXTENDED_LIMITS, ctypes.byref(limits), size)
            and not known
        ):
            kernel.AssignProcessToJobObject(_job[0], wintypes.HANDLE(kernel.GetCurrentProcess()))

else:
    import resource

    def _size() -> int:
        """Return the address space this process uses, in bytes; more than enough where the system does not tell."""
        try:
            pages = Path("/proc/self/statm").read_text().split()[0]
            return int(pages) * resource.getpagesize()
        except OSError:
            return 1 << 40

    def _limit(memory_bytes: int) -> None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        cap = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (cap, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
