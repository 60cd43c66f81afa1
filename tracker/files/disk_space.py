"""How large the disk of a folder is and what it still takes, where the disk says so at all."""

import shutil
from pathlib import Path
from typing import NamedTuple


class DiskSpace(NamedTuple):
    """Bytes of a disk."""

    total: int
    free: int


def disk_space(folder: Path) -> DiskSpace | None:
    """Return the space of a folder's disk, None where it tells of no size: some drives of a network. Raises OSError."""
    usage = shutil.disk_usage(folder)
    return DiskSpace(usage.total, usage.free) if usage.total else None
