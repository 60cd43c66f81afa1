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
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - no kept file may stop a start, whatever stands in it
        log.warning("%s unreadable, put aside: %s", path.name, type(error).__name__)
        path.chmod(0o600)  # wherever it came from, it holds what a person typed
        path.replace(path.with_suffix(".bad"))
        return nothing


def recall_kept(path: Path, read: Callable[[bytes], Kept]) -> Kept | None:
    """Return what `read` makes of a file kept for speed alone, None where there is none.

    Whatever goes wrong while it is read, the file is removed and the start goes on: it can be made anew.
    """
    try:
        return read(path.read_bytes())
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - no kept file may stop a start, whatever stands in it
        log.info("%s not used: %s", path.name, type(error).__name__)
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return None


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
