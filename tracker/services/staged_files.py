"""Workbooks get their names only after they are recorded: all of them or none, also where a program is killed."""

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.errors import AgainError, BusyError, InputError, ReadOnlyError, StoreError, TrackerError, WorkbookError
from tracker.files.file_names import free_path
from tracker.files.held_file import HeldFile, hold
from tracker.files.system_words import system_words
from tracker.files.whole_files import keep_names, probe, remove_parts, write_all
from tracker.model.enums import FileState
from tracker.model.tables import WorkbookExport
from tracker.store.engine import Database, when_ended

#: A draft beside its place is named by the code of its export; the register knows the name it is to get.
#: A number: one of several parts; after a plus, something that goes with it (a mail, a list).
_DRAFT = re.compile(r"\.part-(?P<code>E[0-9A-F]{8})(?:-\d+|(?P<beside>\+)\d+)?\.\w+")
#: What remembers, in the folder of the desk, the drafts of an export under way.
_NOTES = "placing-{}.jsonl"
#: Seconds after which a draft that nobody recorded, of another desk, is of a program that was killed.
_ABANDONED = 86_400
#: Seconds before each look at what is recorded, where the connection went meanwhile.
_PAUSES = (0.0, 0.2, 2.0)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A workbook beside its place, and whether a file there was named by the user: that one is replaced."""

    path: Path
    target: Path
    replaces: bool

    @property
    def code(self) -> str:
        """Return the code of its export, "" where its name has none."""
        match = _DRAFT.fullmatch(self.path.name)
        return match["code"] if match else ""


@dataclass
class _UnderWay:
    """What a transaction has written beside its place, and the file that remembers it for the next start."""

    drafts: list[_Draft] = field(default_factory=list)
    notes: HeldFile | None = None


def stage(session: Session, code: str, path: Path, write: Callable[[Path], str]) -> str:
    """Write a workbook beside its place and return what `write` returns; the commit of the session moves it there.

    Without a commit it is removed. Raises InputError where the file at its place is open elsewhere, and what `write`
    raises.
    """
    if session.info.get("only_reading"):
        raise ReadOnlyError(session.info["only_reading"])
    probe(path)
    under_way = _under_way(session)
    if not any(draft.target.parent == path.parent for draft in under_way.drafts):
        sweep(session, path.parent)
    draft = _Draft(path.with_name(f".part-{code}.xlsx"), path, path.exists())
    under_way.drafts.append(draft)
    _note(under_way, draft)
    try:
        return write(draft.path)
    except WorkbookError as error:
        raise WorkbookError(error.sentence.replace(draft.path.name, path.name)) from error


def stage_beside(session: Session, code: str, files: Mapping[Path, bytes]) -> None:
    """Write what goes with a workbook beside its places; it gets its names with the workbook, or goes with it.

    Raises InputError where a file cannot be written.
    """
    drafts = adopt(session, code, files)
    with told_by_place(drafts):
        write_all([(drafts[path], content) for path, content in files.items()])


def adopt(session: Session, code: str, places: Iterable[Path]) -> dict[Path, Path]:
    """Return for each place the draft beside it that comes there when the workbook of a code is recorded."""
    under_way, drafts = _under_way(session), dict[Path, Path]()
    for target in places:
        number = len(under_way.drafts) + 1
        drafts[target] = target.with_name(f".part-{code}+{number}{target.suffix}")
        draft = _Draft(drafts[target], target, replaces=False)
        under_way.drafts.append(draft)
        _note(under_way, draft)
    return drafts


@contextmanager
def told_by_place(drafts: Mapping[Path, Path]) -> Iterator[None]:
    """Have a sentence about a draft speak of the place where its file belongs; places → drafts."""
    try:
        yield
    except InputError as error:
        sentence = error.sentence
        for target, draft in drafts.items():
            sentence = sentence.replace(draft.name, target.name)
        raise InputError(sentence) from error


def written_bytes(session: Session, path: Path) -> bytes:
    """Return what was written for a place, also before the commit that moves it there."""
    known: _UnderWay | None = session.info.get("placing")
    drafts = {draft.target: draft.path for draft in known.drafts} if known is not None else {}
    return drafts.get(path, path).read_bytes()


def resume(session: Session, places: Mapping[str, Path], *, replaces: bool) -> None:
    """Have the drafts of workbooks that were recorded, but not moved, come to their places; codes → places.

    `replaces` what the user named; else what lies there by now stays.
    """
    under_way = _under_way(session)
    for code, target in places.items():
        under_way.drafts.append(_Draft(target.with_name(f".part-{code}.xlsx"), target, replaces))
    when_ended(session, finish_left)  # with the parts of a workbook that was divided


def sweep(session: Session, folder: Path) -> None:
    """Finish what a killed program left in a folder: recorded workbooks get their names, the others go."""
    with suppress(OSError):
        left = [path for path in sorted(folder.glob(".part-E*")) if _DRAFT.fullmatch(path.name)]
        names = _names_of(session, [_Draft(path, path, replaces=False).code for path in left])
        for path in left:
            match = _DRAFT.fullmatch(path.name)
            if match and (name := names.get(match["code"])) and not match["beside"]:
                path.replace(free_path(path.with_name(name)))
            elif time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink(missing_ok=True)
                remove_parts(path)


def finish_left(database: Database) -> None:
    """Finish at a start what programs of this desk were killed over; what one is still at is left to it."""
    if database.notes is None:
        return
    for path in database.notes.glob(_NOTES.format("*")):
        with suppress(OSError):
            if (notes := hold(path)) is not None:
                _settle(database, _UnderWay(list(_read(notes)), notes))


def _under_way(session: Session) -> _UnderWay:
    known: _UnderWay | None = session.info.get("placing")
    if known is None:
        known = session.info["placing"] = _UnderWay()
        folder: Path | None = session.info["notes"]
        if folder is not None:
            try:
                known.notes = hold(folder / _NOTES.format(token_hex(4)))
            except OSError as error:
                raise StoreError(f"数据文件夹 {folder} 不能写入（{system_words(error)}），没有导出。") from error
        when_ended(session, partial(_settle, under_way=known))
    return known


def _note(under_way: _UnderWay, draft: _Draft) -> None:
    if under_way.notes is not None:
        line = [os.fspath(draft.path.absolute()), os.fspath(draft.target.absolute()), draft.replaces]
        under_way.notes.add(f"{json.dumps(line)}\n")


def _read(notes: HeldFile) -> Iterable[_Draft]:
    """Yield the drafts that were noted; a line that was cut off by the kill names none."""
    for line in notes.read().splitlines():
        with suppress(ValueError, TypeError):
            path, target, replaces = json.loads(line)
            yield _Draft(Path(path), Path(target), bool(replaces))


def _settle(database: Database, under_way: _UnderWay) -> None:
    """Move recorded drafts to their places and remove the others.

    Where nobody can say whether they are recorded, or the disk refuses, they stay for the next start.
    """
    done = False
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            done = _carry_out(database, under_way.drafts)
            break
        except (AgainError, BusyError):
            continue
        except (TrackerError, OSError):
            break
    if under_way.notes is not None:
        (under_way.notes.remove if done else under_way.notes.let_go)()


def _carry_out(database: Database, drafts: Sequence[_Draft]) -> bool:
    """Return whether every draft lies in its place or is gone."""
    codes = [draft.code for draft in drafts]
    with database.reading() as session:
        recorded = _names_of(session, codes)
    if recorded.keys() < set(codes):  # its commit may be under way still, though nobody hears of it any more
        # Who may not write has none.
        with suppress(ReadOnlyError), database.settled() as session:
            recorded = _names_of(session, codes)
    placed = {draft.code for draft in drafts if draft.code in recorded and _move(draft)}
    for draft in drafts:
        if draft.code not in recorded:
            draft.path.unlink(missing_ok=True)
            remove_parts(draft.path)
    for folder in {draft.target.parent for draft in drafts if draft.code in placed}:
        keep_names(folder)
    if placed:
        _mark(database, placed)
    return not recorded.keys() - placed


def _move(draft: _Draft) -> bool:
    """Move a draft to its place and return whether it lies nowhere else any more."""
    with suppress(OSError):
        if draft.path.exists():
            draft.path.replace(draft.target if draft.replaces else free_path(draft.target))
        return True
    return False


def _mark(database: Database, codes: Iterable[str]) -> None:
    """Note that recorded workbooks lie under their names."""
    with database.session() as session:
        mine = col(WorkbookExport.code).in_(codes), col(WorkbookExport.file_state) == FileState.RECORDED
        session.connection().execute(update(WorkbookExport).where(*mine).values(file_state=FileState.PLACED))


def _names_of(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of those files that are recorded, by the codes of their exports."""
    recorded = select(WorkbookExport.code, WorkbookExport.file_name).where(col(WorkbookExport.code).in_(codes))
    return dict(session.exec(recorded).all())
