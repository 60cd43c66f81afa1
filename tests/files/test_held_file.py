"""A held file belongs to one program until it ends, and tells the others what stands in it."""

import subprocess
import sys
from pathlib import Path

from tracker.files.held_file import hold

_CHILD = "import sys; from pathlib import Path; from tracker.files.held_file import hold; "


def child(code: str, path: Path) -> str:
    done = subprocess.run([sys.executable, "-c", _CHILD + code, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_nobody_else_holds_it_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "held"
    held = hold(path)
    held.write("王敏")
    held.add("（PC-07）")
    assert hold(path) is None
    assert child("print(hold(Path(sys.argv[1])))", path) == "None"
    assert path.read_text(encoding="utf-8") == held.read() == "王敏（PC-07）"
    held.let_go()
    again = hold(path)
    assert again.read() == "王敏（PC-07）"
    again.write("李刚")
    assert again.read() == "李刚"
    again.remove()
    assert not path.exists()


def test_it_is_free_when_its_program_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "held"
    code = "import os; held = hold(Path(sys.argv[1])); held.write('x'); os._exit(0)"
    child(code, path)
    held = hold(path)
    assert held.read() == "x"
    held.remove()


def test_a_file_taken_away_meanwhile_is_made_anew(tmp_path: Path) -> None:
    """Who waited for the lock of a file that is gone would hold nothing that others see."""
    path = tmp_path / "held"
    first = hold(path)
    path.unlink()
    second = hold(path)
    assert second is not None
    assert path.exists()
    first.let_go()
    second.remove()
