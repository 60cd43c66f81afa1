"""How commands print, and the folders they write into."""

import json
import sys
from pathlib import Path
from typing import Any

from tracker.errors import InputError


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Print a line."""
    print(text)


def asked(question: str) -> bool:
    """Ask on a terminal whether to go on; elsewhere nobody can answer, so it is no."""
    return sys.stdin.isatty() and input(f"{question}[y/N] ").strip().lower() in ("y", "yes", "是")


def make_folder(out: Path) -> None:
    """Make a folder to write into, where it is not there. Raises InputError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"文件夹“{out}”无法使用，没有导出；请换一个可以写入的文件夹。") from error
