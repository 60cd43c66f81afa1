"""Start of the frozen program against the same program from source, to the first painted rows.

Needs the bundle in dist/linux (`python dev.py package`); whole processes, alternately, as in bench_start.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tracker.store import first_screen

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "dist" / ("windows" if sys.platform == "win32" else "linux") / "ZhizaoLedger"
ROUNDS = 11
TODAY = "2023-09-15"
MOST = 1.2
QUIT = "TRACKER_QUIT_WHEN_PAINTED"


def _seconds_to_paint(command: Sequence[str], env: Mapping[str, str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "painted", "the process ended without painting"
        return time.perf_counter() - started


def _ordinary_session(command: Sequence[str], env: Mapping[str, str], folder: Path) -> None:
    """Let the program keep what makes the next start quick."""
    lasting = {name: value for name, value in env.items() if name != QUIT}
    with subprocess.Popen(command, env=lasting) as child:
        ends = time.monotonic() + 10
        while time.monotonic() < ends and not (folder / first_screen.FILE_NAME).exists():
            time.sleep(0.1)
        child.terminate()


def bench_frozen_start(ledger_folder: Path, say: Callable[[str], None]) -> None:
    program = BUNDLE / ("ledger.exe" if sys.platform == "win32" else "ledger")
    if not program.is_file():
        pytest.skip("no bundle: python dev.py package")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", QUIT: "1"}
    options = ["--data", str(ledger_folder), "--today", TODAY]
    frozen, source = [str(program), *options], [sys.executable, "-m", "tracker", *options]
    for command in (frozen, source):
        _ordinary_session(command, env, ledger_folder)
        _seconds_to_paint(command, env)
    found = [(_seconds_to_paint(frozen, env), _seconds_to_paint(source, env)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(pair[place] for pair in found) for place in (0, 1))
    say(f"start to the painted ledger: frozen {mine:.3f} s, from source {theirs:.3f} s, ratio {mine / theirs:.2f}")
    say(f"contract: at most {MOST}")
