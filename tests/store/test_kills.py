"""A program that is killed in the middle of anything leaves a sound ledger, acts whole or absent, no stray file.

The bench does it a hundred times.
"""

from pathlib import Path

from tests.killed_desk import kill_at_random

TIMES = 10


def test_a_kill_at_any_moment_harms_nothing(sqlite_ledger_url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert len(kill_at_random(tmp_path / "data", out, TIMES)) == TIMES
