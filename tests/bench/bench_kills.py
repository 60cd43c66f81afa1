"""A hundred kills at random moments of edits, imports, exports, undos, backups, restores, moves and migrations.

TRACKER_BENCH_KILLS sets how many, TRACKER_BENCH_LONGEST the seconds until a kill at most: more on a busy machine, where
a desk needs longer for its first act.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.killed_desk import kill_at_random

KILLS = int(os.environ.get("TRACKER_BENCH_KILLS", "100"))
LONGEST = float(os.environ.get("TRACKER_BENCH_LONGEST", "4"))


def bench_kills(sqlite_template: Path, tmp_path: Path, say: Callable[[str], None]) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    out.mkdir()
    shutil.copyfile(sqlite_template, data / "ledger.db")
    at = kill_at_random(data, out, KILLS, LONGEST, lambda done, at: say(f"kill {done} at {at}: clean"))
    say(f"{len(at)} kills ({dict(Counter(at))}): every ledger sound, acts whole or absent, no stray workbook")
