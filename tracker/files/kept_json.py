"""Small JSON files that a program keeps beside its data: read without harm, written whole or not at all."""

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

Kept = TypeVar("Kept")

log = logging.getLogger(__name__)


def read_kept(path: Path, read: Callable[[Any], Kept], nothing: Kept) -> Kept:
    """Return what `read` makes of the JSON in a file, `nothing` where there is none.

    A file that says nothing sensible is renamed, told to the log, and the program goes on. Raises OSError where the
    disk refuses: what is written then would replace what could not be read.
    """
    try:
        return read(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return nothing
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        log.warning("%s unreadable, put aside: %s", path.name, error)
        path.replace(path.with_suffix(".bad"))
        return nothing


def write_kept(path: Path, text: str) -> None:
    """Write a file beside the old one, then put it in its place. Raises OSError; the old file is whole then."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)  # atomic, on Windows too
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
