"""Workbooks get their names only after they are recorded: all of them or none, also where a program is killed."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, select

from tracker.errors import WorkbookError
from tracker.files.file_names import free_path
from tracker.files.whole_files import probe
from tracker.model.tables import WorkbookExport

#: A draft beside its place is named by the code of its export; the register knows the name it is to get.
_DRAFT = re.compile(r"\.part-(?P<code>E[0-9A-F]{8})(?:-\d+)?\.xlsx")  # a number: one of several parts
#: Seconds after which a draft that nobody recorded is of a program that was killed.
_ABANDONED = 600


@dataclass
class _Staged:
    """What a transaction has written beside its place: draft, name, and whether that name was the user's own file."""

    files: list[tuple[Path, Path, bool]] = field(default_factory=list)
    committed: bool = False


def stage(session: Session, code: str, path: Path, write: Callable[[Path], str]) -> str:
    """Write a workbook beside its place and return what `write` returns; the commit of the session moves it there.

    Without a commit it is removed. Raises InputError where the file at its place is open elsewhere, and what `write`
    raises.
    """
    probe(path)
    _finish(session, path.parent)
    draft = path.with_name(f".part-{code}.xlsx")
    staged = session.info.get("staged") or _begin(session)
    staged.files.append((draft, path, path.exists()))
    try:
        return write(draft)
    except WorkbookError as error:
        raise WorkbookError(error.sentence.replace(draft.name, path.name)) from error


def written_bytes(session: Session, path: Path) -> bytes:
    """Return what was written for a place, also before the commit that moves it there."""
    drafts = {path_wanted: draft for draft, path_wanted, _ in _mine(session)}
    return drafts.get(path, path).read_bytes()


def _begin(session: Session) -> _Staged:
    staged = session.info["staged"] = _Staged()

    def committed(_session: Session) -> None:
        staged.committed = True

    def ended(_session: Session, transaction: Any) -> None:
        if transaction.parent is None:
            _settle(staged)
            session.info.pop("staged", None)

    event.listen(session, "after_commit", committed)
    event.listen(session, "after_transaction_end", ended)
    return staged


def _settle(staged: _Staged) -> None:
    """Move the drafts of a committed transaction to their places, remove those of any other."""
    files, staged.files = staged.files, []
    for draft, path, replaces in files:
        with suppress(OSError):
            if staged.committed:
                draft.replace(path if replaces else free_path(path))
            else:
                draft.unlink(missing_ok=True)


def _finish(session: Session, folder: Path) -> None:
    """Finish what a killed program left in a folder: recorded workbooks get their names, the others go."""
    with suppress(OSError):
        for draft in sorted(folder.glob(".part-E*")):
            match = _DRAFT.fullmatch(draft.name)
            if match is None or any(draft == mine for mine, _, _ in _mine(session)):
                continue
            recorded = select(WorkbookExport.file_name).where(WorkbookExport.code == match["code"])
            if name := session.exec(recorded).first():
                draft.replace(free_path(draft.with_name(name)))
            elif time.time() - draft.stat().st_mtime > _ABANDONED:
                draft.unlink(missing_ok=True)


def _mine(session: Session) -> list[tuple[Path, Path, bool]]:
    staged: _Staged | None = session.info.get("staged")
    return staged.files if staged is not None else []
