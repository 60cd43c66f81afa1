"""The composition root: a window over a real ledger, the first paint, and the end of it all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from tracker import app, desktop
from tracker.desktop import Desktop, LateLedger
from tracker.queries.history import list_acts
from tracker.services.tasks import edit_task

TODAY = date(2026, 11, 20)


def wishes(folder: Path, **more) -> SimpleNamespace:
    return SimpleNamespace(**({"data": str(folder), "db": None, "today": TODAY, "command": None} | more))


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    made = desktop.build(wishes(tmp_path))
    qtbot.addWidget(made.window)
    made.window.show()
    made.context.jobs.drain(30_000)
    yield made
    made.close()


def test_the_window_opens_on_the_ledger_with_its_tasks(opened: Desktop) -> None:
    assert opened.window.page().title == "台账"
    assert opened.window.page().controller.view is not None
    assert len(opened.window.page().controller.view.tasks) == 88
    assert opened.context.today() == TODAY


def test_the_ledger_is_opened_only_when_somebody_asks(tmp_path: Path) -> None:
    ledger = LateLedger(None, tmp_path, "张敏")
    assert not (tmp_path / "ledger.db").exists()
    with ledger.reading() as session:
        assert list_acts(session) == ()
    assert (tmp_path / "ledger.db").exists()
    ledger.close()


def test_a_new_name_is_written_from_now_on(tmp_path: Path) -> None:
    ledger = LateLedger(None, tmp_path, "张敏")
    with ledger.session() as session:
        edit_task(session, 1, 1, "owner", "甲", TODAY)
    ledger.rename("李四")
    with ledger.session() as session:
        edit_task(session, 2, 1, "owner", "乙", TODAY)
    with ledger.reading() as session:
        from tracker.model.tables import Batch

        assert [session.get(Batch, act.batch_id).actor for act in list_acts(session)] == ["李四", "张敏"]
    ledger.close()


def test_the_name_given_in_the_settings_reaches_the_ledger(opened: Desktop) -> None:
    opened.window.actor_changed.emit("王五")
    opened.context.jobs.write(lambda s: edit_task(s, 1, 1, "owner", "丙", TODAY))
    opened.context.jobs.drain()
    with opened.ledger.reading() as session:
        from tracker.model.tables import Batch

        assert session.get(Batch, list_acts(session)[0].batch_id).actor == "王五"


def test_the_second_start_is_filled_before_the_database_is_touched(
    qtbot: QtBot, opened: Desktop, tmp_path: Path
) -> None:
    opened.window.close()
    opened.context.jobs.drain()
    opened.close()
    again = desktop.build(wishes(tmp_path), paint_first=True)
    qtbot.addWidget(again.window)
    assert again.context.first_view is not None
    again.window.show()
    assert len(again.window.page().controller.view.tasks) == 88
    assert again.ledger._database is None
    again.context.jobs.release()
    again.context.jobs.drain()
    assert again.ledger._database is not None
    again.close()


def test_the_first_paint_of_rows_is_told_once(qtbot: QtBot, opened: Desktop) -> None:
    paint = app.FirstPaint(opened.window)
    told = []
    paint.seen.connect(lambda: told.append(True))
    with qtbot.waitSignal(paint.seen, timeout=5_000):
        opened.window.repaint()
        opened.window.grab()
    opened.window.grab()
    opened.app.processEvents()
    assert told == [True]


@pytest.mark.parametrize(
    ("platform", "names", "expected"),
    [
        ("win32", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"QT_QPA_PLATFORM": ""}, False),
    ],
)
def test_a_display_is_recognised(monkeypatch, platform: str, names: dict[str, str], expected: bool) -> None:
    monkeypatch.setattr("sys.platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert app.has_display() is expected


def test_without_a_display_it_says_so_and_takes_the_tour(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setattr(app, "has_display", lambda: False)
    taken = []
    monkeypatch.setattr("tracker.tour.run_tour", lambda arguments: taken.append(arguments) or 0)
    assert app.run(wishes(tmp_path)) == 0
    assert len(taken) == 1
    assert capsys.readouterr().err.strip() == app.NO_DISPLAY


#: What draws without a window, up to its first picture, in the folder that is the first argument.
WINDOWLESS = {
    "tour": """
from tracker import tour
wishes = Namespace(data=str(folder), db=None, today=date(2026, 11, 20))
assert next(tour._take_pictures(wishes, folder)).is_file()
""",
    "selftest": """
from tracker import selftest
selftest._try_steps = lambda _folder, _report: QApplication([])
assert selftest.run(Namespace(selftest=str(folder / "new"))) == 0
""",
    "icon": """
from resources.packaging import icon
icon.ICONS, icon.SIZES = folder, ()
assert icon.main() == 0
""",
}


@pytest.mark.parametrize("name", WINDOWLESS)
@pytest.mark.parametrize("platform", [{}, {"QT_QPA_PLATFORM": ""}], ids=["unset", "empty"])
def test_no_display_is_needed_where_no_window_opens(tmp_path: Path, name: str, platform: dict[str, str]) -> None:
    """In a process of its own: Qt ends the one in which it finds no display."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in screens} | platform
    begin = """
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
folder = Path(sys.argv[1])
"""
    ended = subprocess.run(
        [sys.executable, "-c", begin + WINDOWLESS[name], str(tmp_path)],
        env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


def test_a_window_after_a_drawing_without_one_speaks_chinese() -> None:
    """A paper drawn by the command line leaves an application behind; icon and words come with the first window."""
    program = (
        "from tracker.ui.print.without_window import begin_drawing; begin_drawing();"
        "from tracker.desktop import application; app = application();"
        "from PySide6.QtWidgets import QDialogButtonBox as Box; box = Box(Box.StandardButton.Cancel);"
        "print(app.applicationName(), box.buttons()[0].text(), application() is app)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["ZhizaoLedger", "取消", "True"]


def test_a_start_on_another_page_waits_for_no_row_of_the_ledger(tmp_path: Path) -> None:
    """The first steps show no table: a start that waited for its rows would read nothing for a second."""
    command = [sys.executable, "-m", "tracker", "--data", str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", app.QUIT_WHEN_PAINTED: "1"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.split() == ["painted"]
