"""A desk that does one thing after another until it is killed, and what must hold of what it leaves.

Run as a process: `python -m tests.killed_desk DATA OUT SEED`; it says on a line of its own what it begins.
"""

import hashlib
import lzma
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import openpyxl
from sqlmodel import col, func, select

from tests.whole_history import lost_changes
from tracker import paths
from tracker.errors import TrackerError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import FileState
from tracker.model.tables import Batch, Revision, WorkbookExport
from tracker.services.bulk import apply_edits
from tracker.services.exporting import export_all, export_office
from tracker.services.finish_interrupted import attend
from tracker.services.returns import apply
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.store.backups.automatic import sweep
from tracker.store.backups.container import verify_container
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.backups.kept_folder import kept_backups
from tracker.store.backups.raw_file import faults_of
from tracker.store.backups.restoring import restore_backup
from tracker.store.engine import Database, sqlite_url
from tracker.store.moving import move_ledger, open_target
from tracker.store.opening import open_ledger

TODAY = date(2026, 3, 2)
#: Tasks of a bulk edit: all of them or none.
MANY = 30
BULK = "批量"
OLD_LEDGER = Path(__file__).parent / "ledgers" / "schema2" / "ledger.db.xz"


class KilledDesk:
    """A data folder, a folder of workbooks beside it, and what is done in them."""

    def __init__(self, data: Path, out: Path, seed: int) -> None:
        self.data, self.out, self.dice = data, out, random.Random(seed)
        self.file = data / paths.LEDGER_FILE
        self.count = seed * 1_000

    def open(self) -> Database:
        """Open the ledger as a start does."""
        sweep(self.data)
        database = open_ledger(sqlite_url(self.file), paths.migrations_dir(), paths.seed_dir(), "被杀的", "a" * 12)
        attend(database, self.data)
        return database

    def work(self) -> None:
        """Do one thing after another, for ever."""
        acts = (self.edit, self.edit_many, self.export, self.take_in, self.undo, self.back_up)
        alone = (self.restore, self.move, self.migrate)
        while True:
            self.count += 1
            act = self.dice.choice(acts * 2 + alone)
            print(act.__name__, flush=True)
            with suppress(TrackerError):
                if act in alone:
                    act()  # type: ignore[call-arg]
                    continue
                database = self.open()
                try:
                    act(database)  # type: ignore[call-arg]
                finally:
                    database.close()

    def edit(self, database: Database) -> None:
        with database.session() as session:
            edit_task(session, self.dice.randrange(1, 80), 0, "owner", f"人{self.count}", TODAY, seen={})

    def edit_many(self, database: Database) -> None:
        with database.session() as session:
            edits = [BulkEdit(number, "remark", f"备注{self.count}") for number in range(1, MANY + 1)]
            apply_edits(session, edits, TODAY, f"{BULK}{self.count}")

    def export(self, database: Database) -> None:
        with database.session(reads_first=True) as session:
            export_all(session, self.out, TODAY)

    def take_in(self, database: Database) -> None:
        """Send a workbook, fill it in, and take it in."""
        path = self.data.with_name(f"来{self.count}.xlsx")
        with database.session(reads_first=True) as session:
            export_office(session, "市教育局", path, TODAY)
        book = openpyxl.load_workbook(path)
        book["任务清单"].cell(5, 10).value = f"内容{self.count}"
        book.save(path)
        with database.session() as session:
            number = apply.receive_file(session, path, TODAY)[1]
        with database.session() as session:
            apply.apply_return(session, number, {}, TODAY)

    def undo(self, database: Database) -> None:
        with database.session() as session:
            newest = session.exec(select(func.max(Batch.id)).where(col(Batch.undoes_id).is_(None))).one()
            undo_batch(session, newest, others=True)

    def back_up(self, database: Database) -> None:
        keep_backup(self.file, self.data / FOLDER, Reason.BY_HAND)

    def restore(self) -> None:
        backups = kept_backups(self.data / FOLDER)
        if backups:
            database = self.open()
            with database.reading() as session:
                remember(self.out, set(session.exec(select(WorkbookExport.sha256))))
            database.close()
            restore_backup(self.file, backups[0].path, paths.migrations_dir())

    def move(self) -> None:
        """Move a copy of the ledger to another file; the copy stays open to others where that failed."""
        folder = self.data.with_name(f"移{self.count}")
        folder.mkdir()
        with closing(sqlite3.connect(self.file)) as there, closing(sqlite3.connect(folder / "from.db")) as copy:
            there.backup(copy)
        source, target = Database(sqlite_url(folder / "from.db")), open_target(str(folder / "to.db"))
        try:
            move_ledger(source, target, paths.migrations_dir(), "to.db")
        finally:
            source.close()
            target.close()
        shutil.rmtree(folder)

    def migrate(self) -> None:
        """Bring an old ledger to this schema."""
        folder = self.data.with_name(f"旧{self.count}")
        folder.mkdir()
        (folder / paths.LEDGER_FILE).write_bytes(lzma.decompress(OLD_LEDGER.read_bytes()))
        open_ledger(sqlite_url(folder / paths.LEDGER_FILE), paths.migrations_dir(), paths.seed_dir()).close()
        shutil.rmtree(folder)


def kill_at_random(
    data: Path,
    out: Path,
    times: int,
    longest: float = 4.0,
    step: Callable[[int, str], object] = lambda _done, _at: None,
) -> list[str]:
    """Begin such a desk so many times, kill it at a random moment, and return what each was at when it was killed.

    `step` is told of each kill that left all well.
    """
    dice, at = random.Random(times), []
    for seed in range(1, times + 1):
        command = [sys.executable, "-m", "tests.killed_desk", str(data), str(out), str(seed)]
        desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert desk.stdout is not None
        begun = [desk.stdout.readline().strip()]
        time.sleep(dice.uniform(0.0, longest))
        desk.kill()
        begun += desk.stdout.read().split()
        desk.wait()
        at.append(begun[-1])
        faults = left_faults(data, out)
        assert faults == [], f"kill {seed} at {begun[-1]}: {faults}"
        step(seed, begun[-1])
    return at


def left_faults(data: Path, out: Path) -> list[str]:
    """Return what is wrong with what a kill left, after the next start has finished it; nothing where all is well."""
    desk = KilledDesk(data, out, 0)
    faults = [f"ledger: {fault}" for fault in faults_of(desk.file)] if desk.file.exists() else ["no ledger"]
    database = desk.open()
    with database.reading() as session:
        connection = session.connection()
        faults += lost_changes(connection)
        counted = select(Batch.label, func.count(col(Revision.id))).join(Revision, col(Revision.batch_id) == Batch.id)
        for label, count in session.exec(counted.where(col(Batch.label).startswith(BULK)).group_by(Batch.label)):
            if count != MANY:
                faults.append(f"{label} has {count} of {MANY} changes")
        sent = session.exec(select(WorkbookExport.file_name).where(WorkbookExport.file_state != FileState.PLACED)).all()
        faults += [f"not placed: {name}" for name in sent]
        recorded = set(session.exec(select(WorkbookExport.sha256)))
    database.close()
    faults += [f"a draft is left: {path.name}" for path in out.glob(".*")]
    faults += [f"not recorded: {path.name}" for path in _unknown(out, recorded)]
    for path in (data / FOLDER).glob("台账_*.zip"):
        verify_container(path)
    for other in data.parent.glob("[移旧]*"):
        for file in other.glob("*.db"):
            faults += [f"{other.name}/{file.name}: {fault}" for fault in faults_of(file)] if file.stat().st_size else []
        shutil.rmtree(other)
    return faults


def _unknown(out: Path, recorded: set[str]) -> list[Path]:
    """Return the workbooks that no ledger knows; a restore may have gone back behind an export."""
    known = remember(out, recorded)
    return [path for path in out.iterdir() if hashlib.sha256(path.read_bytes()).hexdigest() not in known]


def remember(out: Path, recorded: set[str]) -> set[str]:
    """Keep the digests of recorded workbooks and return all that were ever kept."""
    path = out.with_name("known.txt")
    known = recorded | (set(path.read_text().split()) if path.exists() else set())
    draft = path.with_suffix(".draft")
    draft.write_text(" ".join(sorted(known)))
    draft.replace(path)
    return known


if __name__ == "__main__":
    _act: Callable[[], None] = KilledDesk(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).work
    _act()
