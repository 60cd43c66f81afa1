"""The speed of the eye over 5,000 tasks: each page at its first visit, and what clicks answer, in a process of its own.

Set TRACKER_BENCH_TASKS for another number of tasks.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

TASKS = int(os.environ.get("TRACKER_BENCH_TASKS", "5000"))
REVISIONS = 10  # a task
SCRIPT = Path(__file__).parent / "window_first_visits.py"


def bench_the_first_visit_of_each_page_and_clicks(
    tmp_path: Path, large_ledger: Callable[[Path, int, int], None], say: Callable[[str], None]
) -> None:
    large_ledger(tmp_path, TASKS, REVISIONS)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(SCRIPT), "--data", str(tmp_path), "--today", "2023-09-15"]
    child = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    measured = json.loads(child.stdout.splitlines()[-1])
    say(f"{TASKS:,} tasks, {TASKS * REVISIONS:,} revisions; all of the start is read {measured['ready']:.1f} s after")
    say("first visits, slowest first (contract 300 ms, no piece of the window's own work above 50 ms):")
    for page, seconds in sorted(measured["visits"].items(), key=lambda pair: -pair[1]["whole"]):
        ms = {name: round(value * 1000) for name, value in seconds.items()}
        times = f"frame after {ms['seen']} ms, all of it after {ms['whole']} ms"
        work = (
            f"work of the window {ms['window']} ms, longest piece {ms['piece']} ms, of the database {ms['database']} ms"
        )
        say(f"{page}: {times} ({work})")
    say("clicks, slowest first (contract 100 ms until something is to be seen):")
    for click, seconds in sorted(measured["clicks"].items(), key=lambda pair: -pair[1]):
        say(f"{click}: {seconds * 1000:.0f} ms")
