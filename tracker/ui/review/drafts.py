"""Decisions that are not applied yet: kept in one file beside the settings until they are, by file content.

The file is written by a thread of its own, one order after the other: thirty thousand decisions take a tenth of a
second. What was ordered is written before the program ends.
"""

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tracker.files.kept_json import read_kept, write_kept
from tracker.model.changeset import Decision
from tracker.ui.review.entry_decisions import Decisions, Identity, load_drafts

FILE_NAME = "review.json"

log = logging.getLogger(__name__)
_clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")


def read_drafts(folder: Path) -> dict[str, dict[Identity, Decision]]:
    """Return by the SHA-256 of a returned file what was decided about it; {} where nothing can be read.

    Waits until all that was ordered before is written: not for the main thread.
    """
    return {sha256: load_drafts(rows) for sha256, rows in _clerk.submit(_known, folder).result().items()}


def keep_drafts(folder: Path, decided: Mapping[str, Decisions]) -> None:
    """Have what was decided about files (by SHA-256) kept beside what is kept of others.

    A full disk is told to the log.
    """
    _order(_keep, folder, {sha256: decisions.snapshot() for sha256, decisions in decided.items()})


def forget_drafts(folder: Path, files: frozenset[str]) -> None:
    """Have what is kept of files dropped: it was applied."""
    _order(_forget, folder, files)


def _order(work: Callable[..., None], *arguments: Any) -> None:
    ordered = _clerk.submit(work, *arguments)
    ordered.add_done_callback(Future.result)  # a bug reaches the log


def _keep(folder: Path, decided: Mapping[str, Decisions]) -> None:
    _change(folder, {sha256: snapshot.dump() for sha256, snapshot in decided.items()})


def _forget(folder: Path, files: frozenset[str]) -> None:
    _change(folder, dict.fromkeys(files))


def _change(folder: Path, changed: Mapping[str, object]) -> None:
    """Put what is kept of some files into the file; of a file without any decision nothing is kept."""
    try:
        kept = _kept(folder)
        wanted = {sha256: rows for sha256, rows in {**kept, **changed}.items() if rows}
        if wanted != kept:
            _write(folder / FILE_NAME, wanted)
    except OSError as error:
        log.warning("decisions not kept: %s", error)


def _known(folder: Path) -> dict[str, object]:
    try:
        return _kept(folder)
    except OSError as error:
        log.warning("kept decisions not read: %s", error)
        return {}


def _kept(folder: Path) -> dict[str, object]:
    return read_kept(folder / FILE_NAME, dict[str, object], {})


def _write(path: Path, kept: Mapping[str, object]) -> None:
    # File by file: the interpreter is let go in between.
    parts = (f"{json.dumps(sha256)}: {json.dumps(rows, ensure_ascii=False)}" for sha256, rows in kept.items())
    write_kept(path, f"{{{', '.join(parts)}}}")
