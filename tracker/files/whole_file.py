"""Write a file so that its place holds either the old content or the whole new one, never half of it."""

import contextlib
import hashlib
import os
from pathlib import Path

from tracker.errors import InputError


def write_whole(path: Path, content: bytes) -> str:
    """Write under a temporary name beside the place, then move it there; return the SHA-256 (hex).

    Raises InputError with a sentence where the place cannot be written; the old file is whole then.
    """
    partial = path.with_name(f"~{path.stem[:80]}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except PermissionError as error:
        raise InputError(f"文件「{path.name}」正被其他程序打开，或没有写入权限，请关闭后再导出。") from error
    except OSError as error:
        raise InputError(f"文件「{path.name}」写不进去（{error.strerror}），请换个位置再导出。") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return hashlib.sha256(content).hexdigest()
