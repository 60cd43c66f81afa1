"""Decisions that were taken but not applied: kept in one file beside the settings until they are, by file content."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from tracker.model.changeset import Decision
from tracker.ui.dialogs.review_decisions import Decisions, Identity, load_drafts

FILE_NAME = "review.json"

log = logging.getLogger(__name__)


def read_drafts(folder: Path) -> dict[str, dict[Identity, Decision]]:
    """Return by the SHA-256 of a returned file what was decided about it; {} where nothing can be read."""
    return {sha256: load_drafts(rows) for sha256, rows in _kept(folder).items()}


def keep_drafts(folder: Path, decided: Mapping[str, Decisions]) -> None:
    """Keep what was decided about files (by SHA-256) beside what is kept of others; a full disk is told to the log."""
    kept = _kept(folder)
    wanted = kept | {sha256: one.dump() for sha256, one in decided.items()}
    wanted = {sha256: rows for sha256, rows in wanted.items() if rows}
    if wanted != kept:
        _write(folder / FILE_NAME, wanted)


def forget_drafts(folder: Path, files: frozenset[str]) -> None:
    """Drop what is kept of files: it was applied."""
    kept = _kept(folder)
    if kept.keys() & files:
        _write(folder / FILE_NAME, {sha256: rows for sha256, rows in kept.items() if sha256 not in files})


def _kept(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("kept decisions unreadable: %s", error)
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, kept: Mapping[str, object]) -> None:
    draft = path.with_suffix(".tmp")
    try:
        draft.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)  # atomic, on Windows too
    except OSError as error:
        log.warning("decisions not kept: %s", error)
