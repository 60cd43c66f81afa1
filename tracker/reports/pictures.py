"""Keeps the pictures that ui/charts has drawn; no Qt here, only names and bytes."""

from contextlib import suppress
from datetime import date
from pathlib import Path

from tracker.errors import StoreError
from tracker.files.system_words import system_words

_FORBIDDEN = '\\/:*?"<>|'


def picture_name(title: str, day: date, suffix: str) -> str:
    """Return a file name every system takes: 任务完成-2023-09-15.png."""
    plain = "".join("-" if sign in _FORBIDDEN or ord(sign) < 32 else sign for sign in title).strip(" .-")
    return f"{plain[:60] or '图'}-{day.isoformat()}.{suffix}"


def keep_picture(path: Path, content: bytes) -> Path:
    """Write a picture beside its place and move it there, so that nobody sees half of one.

    Raises StoreError with a sentence where the place cannot be written.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise StoreError(f"图片没有存下：{path.parent} 不能写入（{system_words(error)}）。请换一个文件夹。") from error
    return path
