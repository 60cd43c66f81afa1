"""The place of a file or folder as it is typed on the command line."""

import argparse
import os
from pathlib import Path

#: What a name may have at most, on every file system we know; in bytes.
_LONGEST_NAME = 255


def typed_path(text: str) -> Path:
    """Return the place of a text. Raises ArgumentTypeError for an empty one, and for a name no disk can hold."""
    if not text.strip():
        raise argparse.ArgumentTypeError("没有写文件或文件夹的名称")
    path = Path(text)
    if any(len(os.fsencode(part)) > _LONGEST_NAME for part in path.parts):
        raise argparse.ArgumentTypeError(f"“{path.name[:20]}…”太长，请换一个短一些的名称")
    return path
