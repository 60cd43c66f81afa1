"""Whether a folder lies on another computer: there SQLite's log cannot be shared and a cut cable may cost the file."""

import ctypes
import os
import re
import sys
from pathlib import Path
from typing import Any

_MOUNTS = Path("/proc/mounts")
_REMOTE = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "sshfs", "davfs", "fuse.davfs", "davfs2", "ceph",
        "fuse.ceph", "vboxsf", "glusterfs", "fuse.glusterfs", "afs", "lustre", "beegfs", "fuse.rclone", "drvfs",
    }
)  # fmt: skip
_DRIVE_REMOTE = 4
#: What a window says as long as its ledger lies there.
WARNING = "数据文件夹在网络盘上：同一时间只能一台电脑使用，断网可能损坏台账。请改用本机文件夹，或让管理员建服务器。"


def is_network_folder(folder: Path) -> bool:
    """Tell whether a folder is on a network drive; where nobody can say, it is not."""
    try:
        return _windows_remote(folder) if sys.platform == "win32" else _linux_remote(folder)
    except (OSError, AttributeError, ValueError):
        return False


def remote_by_mounts(folder: str, mounts: str) -> bool:
    """Tell by a table of mounts, as /proc/mounts has it: the longest mount point that leads to the folder counts."""
    longest, remote = "", False
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), parts[1])
        within = folder == point or folder.startswith(point.rstrip("/") + "/")
        if within and len(point) >= len(longest):
            longest, remote = point, parts[2] in _REMOTE
    return remote


def _linux_remote(folder: Path) -> bool:
    return remote_by_mounts(os.path.realpath(folder), _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))


def _windows_remote(folder: Path) -> bool:  # pragma: no cover - asked once in the Windows trial
    return remote_by_windows(str(folder), ctypes.windll.kernel32)  # type: ignore[attr-defined]


def remote_by_windows(folder: str, kernel: Any) -> bool:
    """Tell by what Windows says of the volume a folder is on: finds mapped letters and UNC names alike."""
    volume = ctypes.create_unicode_buffer(1024)
    if not kernel.GetVolumePathNameW(folder, volume, len(volume)):
        return False
    return bool(kernel.GetDriveTypeW(volume.value) == _DRIVE_REMOTE)
