"""One edit, F5 and the memory of the window over 20,000 tasks with 300,000 revisions, in a process of its own.

Set TRACKER_BENCH_TASKS for another number of tasks; each has fifteen revisions.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

TASKS = int(os.environ.get("TRACKER_BENCH_TASKS", "20000"))
REVISIONS = 15  # a task
#: What the process does: the window on a ledger, edits of a cell by keys, F5, every page; then one line of JSON.
SCRIPT = Path(__file__).parent / "window_over_many.py"


def bench_an_edit_f5_and_the_memory_of_the_window(
    tmp_path: Path, large_ledger: Callable[[Path, int, int], None], say: Callable[[str], None]
) -> None:
    large_ledger(tmp_path, TASKS, REVISIONS)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(SCRIPT), "--data", str(tmp_path), "--today", "2023-09-15"]
    child = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    measured = json.loads(child.stdout.splitlines()[-1])
    size = f"{TASKS:,} tasks, {TASKS * REVISIONS:,} revisions"
    clocks, works = (sorted(column) for column in zip(*measured["edits"], strict=True))
    middle, slowest, worked = clocks[len(clocks) // 2] * 1000, clocks[-1] * 1000, works[len(works) // 2] * 1000
    say(f"{size}: Enter to the repainted row {middle:.0f} ms, slowest {slowest:.0f} ms (contract 150 ms)")
    say(f"of it processor time {worked:.0f} ms")
    clock, work = measured["f5"]
    say(f"F5 to the repainted rows {clock:.2f} s (contract 2 s), of it processor time {work:.2f} s")
    say(f"longest time the main thread was not there meanwhile {measured['longest'] * 1000:.0f} ms (meant: 50 ms)")
    say(f"peak of the process: ledger alone {measured['ledger']:.0f} MB, all pages {measured['all']:.0f} MB (400 MB)")
