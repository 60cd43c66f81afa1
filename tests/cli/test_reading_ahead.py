"""Files of `intake` are read beside the opening of the ledger; nothing of it stays when the command ends."""

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.cli.reading_ahead import ReadingAhead
from tracker.errors import InputError

TEXT = "关于园区发展的建议\n\n建议由市财政局牵头设立园区发展基金。\n"


def readers() -> list[str]:
    return [process.name for process in multiprocessing.active_children() if process.name == "article-reader"]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "甲.txt", tmp_path / "乙.txt"]
    for path in paths:
        path.write_text(TEXT, encoding="utf-8")
    return paths


def test_files_come_in_their_order_and_the_process_ends(files: list[Path]) -> None:
    ahead = ReadingAhead(files, None)
    assert [text.file for text in ahead.texts()] == ["甲.txt", "乙.txt"]
    ahead.close()
    assert readers() == []


def test_a_file_that_cannot_be_read_is_refused_where_its_turn_comes(files: list[Path], tmp_path: Path) -> None:
    ahead = ReadingAhead([files[0], tmp_path / "没有.txt"], None)
    texts = ahead.texts()
    assert next(texts).file == "甲.txt"
    with pytest.raises(InputError, match=r"「没有\.txt」找不到"):
        next(texts)
    ahead.close()


def test_closing_ends_a_reading_that_nobody_waits_for(files: list[Path]) -> None:
    ahead = ReadingAhead(files, None)
    ahead.close()
    deadline = time.monotonic() + 30
    while readers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert readers() == []


def test_reading_ahead_loads_neither_ledger_nor_rules() -> None:
    code = (
        "import sys, tracker.cli.reading_ahead\n"
        "heavy = ('sqlalchemy', 'tracker.store', 'tracker.intake.judge')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
