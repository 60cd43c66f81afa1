"""Whatever stands in the files that a window keeps for itself: it opens, and paints its tasks."""

import json
import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.test_desktop import TODAY, wishes
from tracker import desktop, settings
from tracker.files.kept_json import write_kept
from tracker.settings import Settings
from tracker.store import checking, first_screen
from tracker.ui.core import drafts

FILES = (settings.FILE_NAME, drafts.FILE_NAME, first_screen.FILE_NAME, checking.FILE_NAME)
#: Files spoilt one after another, and how many whole windows are built over a folder in which all are.
MANY, WINDOWS = 200, 4


def whole(folder: Path) -> dict[str, bytes]:
    """Return what stands in the files of a folder in which somebody worked."""
    state = {"header": "AAAA/wAAAAA=", "splitter": "AAAA"}
    settings.save(folder, Settings("dark", "张三", "AdnQywADAAA=", "ledger", states=state))
    kept = {"1:owner": {"subject": "A1.1", "base": "", "text": "张三"}}
    write_kept(folder / drafts.FILE_NAME, json.dumps(kept))
    checking.note_sound(folder, full=True)
    (folder / first_screen.FILE_NAME).write_bytes(b"00 7\n{}")
    return {name: (folder / name).read_bytes() for name in FILES}


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """Return a content cut, overwritten, or of another kind altogether."""
    data, at = bytearray(content), dice.randrange(len(content))
    kind = dice.randrange(6)
    if kind == 0:
        del data[at:]
    elif kind == 1:
        data[at : at + 8] = dice.randbytes(8)
    elif kind == 2:
        data[at] ^= 1 << dice.randrange(8)
    elif kind == 3:
        return dice.randbytes(dice.randrange(2_000))
    elif kind == 4:
        return dice.choice((b"", b"null", b"[]", b"7", b'"x"', b"{", b"[" * 50_000, b'{"states": 1, "theme": []}'))
    else:
        return json.dumps({name: dice.choice((None, 1, [], {}, "x" * 9_999)) for name in asdict(Settings())}).encode()
    return bytes(data)


def test_two_hundred_spoilt_files_are_read_without_harm(tmp_path: Path, allow_log: Callable[[str], None]) -> None:
    allow_log("put aside|unreadable|not read")
    dice, content = random.Random(13), whole(tmp_path)
    for number in range(MANY):
        for name in FILES:
            (tmp_path / name).write_bytes(spoilt(content[name], dice))
        stored = settings.load(tmp_path)
        assert stored.theme in settings.THEMES, number
        assert all(isinstance(value, str) for value in stored.states.values())
        assert isinstance(drafts.Drafts(tmp_path).all(), dict)
        assert first_screen.recall(tmp_path, tmp_path / "ledger.db", TODAY) is None
        assert checking.is_quick_due(tmp_path, 0, datetime.now(UTC), killed=False)
        assert len(settings.desk_of(tmp_path)) >= 1


def test_two_hundred_spoilt_geometries_move_no_window(qtbot: QtBot) -> None:
    window, dice = QMainWindow(), random.Random(13)
    qtbot.addWidget(window)
    whole_one = bytes(window.saveGeometry().data())
    for _ in range(MANY):
        window.restoreGeometry(QByteArray(spoilt(whole_one, dice)))
    assert window.width() > 0


@pytest.mark.parametrize("number", range(WINDOWS))
def test_a_window_paints_over_a_spoilt_folder(
    qtbot: QtBot, sqlite_ledger_url: str, tmp_path: Path, allow_log: Callable[[str], None], number: int
) -> None:
    allow_log("put aside|unreadable|not read")
    folder, dice = tmp_path / "data", random.Random(number)
    for name, content in whole(folder).items():
        (folder / name).write_bytes(spoilt(content, dice))
    opened = desktop.build(wishes(folder), paint_first=True)
    qtbot.addWidget(opened.window)
    opened.window.show()
    opened.context.jobs.release()
    opened.context.jobs.drain(60_000)
    page = opened.window.page()
    opened.window.show_page("ledger", None)
    opened.context.jobs.drain(60_000)
    assert opened.window.grab().width() > 100
    assert page is not None
    assert opened.close()
