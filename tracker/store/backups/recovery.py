"""Recovery of a damaged ledger: what can be read goes into a fresh one, the damaged file is kept."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import StoreError
from tracker.store.backups.keeping import FOLDER, private_folder
from tracker.store.backups.kept_folder import unpack_newest
from tracker.store.backups.raw_file import is_sound_alone
from tracker.store.backups.restoring import note_act, swap
from tracker.store.backups.salvage import Salvaged, salvage
from tracker.store.disk_room import has_log


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was saved, and where the damaged file is kept."""

    counts: Salvaged
    kept: Path | None


def recover(ledger: Path, scripts: Path, actor: str = "", desk: str = "") -> Recovered:
    """Put what can be saved of a damaged ledger in its place; the newest sound backup fills what cannot be read.

    Raises DamagedError where nothing can be saved, StoreError where a window has it open; all is as it was then.
    """
    with private_folder(ledger.parent) as drafts:
        old, fresh, alone = drafts / "backup.db", drafts / "fresh.db", drafts / "alone.db"
        backup = unpack_newest(ledger.parent / FOLDER, old)
        try:
            if has_log(ledger) and is_sound_alone(ledger):  # what is wrong with it is the log beside it
                shutil.copyfile(ledger, alone)
            counts = salvage(alone if alone.exists() else ledger, old if backup else None, fresh, scripts)
        except sqlite3.Error as error:  # of the fresh one: what the damaged one says is no surprise
            raise StoreError("抢救没有写成，损坏的文件没有改动；请看磁盘有没有空间、能不能写入，再试一次。") from error
        note_act(fresh, f"抢救台账：{counts.sentence}", actor, desk)
        return Recovered(counts, swap(ledger, fresh, desk).kept)
