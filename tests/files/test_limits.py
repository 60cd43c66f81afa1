"""Limits on files from outside stand once, in `tracker/files/limits.py`."""

import re
from pathlib import Path

from tracker import files
from tracker.files.limits import LIMITS, MB

SOURCE = Path(files.__file__).parents[1]
#: A number of megabytes. What is left beside the limits is how memory is used, not what is refused.
_MEGABYTES = re.compile(r"\d+ \* (?:MB|1024 \* 1024)|<< 20")
_MEMORY = {"exchange/read/calamine_book.py", "exchange/read/size_check.py", "files/memory_limit.py"}


def test_sizes_of_files_are_limits() -> None:
    named = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if _MEGABYTES.search(path.read_text("utf-8"))
    }
    assert named - _MEMORY == {"files/limits.py"}


def test_honest_files_are_far_below() -> None:
    assert LIMITS.kept_bytes == 50 * MB
    assert LIMITS.kept_bytes < LIMITS.kept_total_bytes
    assert LIMITS.part_bytes < LIMITS.total_bytes < LIMITS.memory_bytes
