"""Cold start to the filled ledger against a process that only imports Qt's widgets and sqlmodel.

Whole processes, alternately, so that a busy machine is as unfair to one as to the other.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tracker import settings
from tracker.store import first_screen
from tracker.ui.core import first_steps

ROUNDS = 9
TODAY = "2023-09-15"
IMPORTS = "import PySide6.QtWidgets, sqlmodel; print('painted', flush=True)"
MOST = 1.2
QUIT = "TRACKER_QUIT_WHEN_PAINTED"


def _start(command: Sequence[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Return seconds to the line "painted" and to the end of the process."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "painted", "the process ended without painting"
        painted = time.perf_counter() - started
        child.stdout.read()
    assert child.returncode == 0
    return painted, time.perf_counter() - started


def _ordinary_session(command: Sequence[str], env: Mapping[str, str], folder: Path) -> None:
    """Let the program run as on any other day, so that it may keep what makes the next start quick."""
    lasting = {name: value for name, value in env.items() if name != QUIT}
    with subprocess.Popen(command, env=lasting) as child:
        ends = time.monotonic() + 5
        while time.monotonic() < ends and not (folder / first_screen.FILE_NAME).exists():
            time.sleep(0.1)
        child.terminate()


def bench_start_to_the_filled_ledger(ledger_folder: Path, say: Callable[[str], None]) -> None:
    # A desk that has closed the first steps begins on the ledger.
    settings.save(ledger_folder, settings.Settings(states={first_steps.STEPS: first_steps.CLOSED}))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", QUIT: "1", "PYTHONPYCACHEPREFIX": str(ledger_folder / "code")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program lies compiled, as the libraries do
    program = [sys.executable, "-m", "tracker", "--data", str(ledger_folder), "--today", TODAY]
    imports = [sys.executable, "-c", IMPORTS]
    _start(imports, env)
    say(f"never opened before: {_start(program, env)[0]:.3f} s to the painted ledger")
    _ordinary_session(program, env, ledger_folder)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_start(program, env))
        theirs.append(_start(imports, env))
    for place, what in enumerate(("to the painted ledger", "whole process, its end included")):
        mine, bare = (statistics.median(one[place] for one in found) for found in (ours, theirs))
        contract = f" (contract: {MOST})" if place == 0 else ""
        say(f"{what}: {mine:.3f} s, imports alone {bare:.3f} s, ratio {mine / bare:.2f}{contract}")
