"""The window's entry: a second start, a call from one, and a sentence before there is a window."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from tracker import __main__, app
from tracker.cli.parser import parse
from tracker.desktop import Desktop
from tracker.errors import InputError
from tracker.services import ledger_data
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.shell.data_page import open_data
from tracker.ui.shell.single_instance import Instance
from tracker.ui.widgets.toast import Toast


class Window:
    """Stands in for the main window: remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def show_page(self, key: str, target: object = None) -> None:
        self.asked.append((key, target))


def test_second_start_ends_before_anything_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot) -> None:
    monkeypatch.setattr(app, "build", lambda *_, **__: pytest.fail("a second window was built"))
    first = Instance(tmp_path)
    first.is_first()
    first.listen()
    with qtbot.waitSignal(first.called, timeout=5_000) as caught:
        assert app.run(parse(["--data", str(tmp_path), "a.xlsx"])) == 0
    first.close()
    assert caught.args == [(Path("a.xlsx").absolute(),)]


def test_a_window_of_its_own_process_hears_a_later_start_and_complains_of_nothing(tmp_path: Path) -> None:
    """In a process of its own: here the application is there before any timer begins."""
    command = [sys.executable, "-m", "tracker", "--data", str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8") as first:
        try:
            while first.poll() is None and not list(tmp_path.glob("running-*.lock")):
                time.sleep(0.05)
            assert Instance(tmp_path).hand_over(patience=60)
        finally:
            first.terminate()
            said = first.communicate(timeout=60)[1]
    assert "QObject" not in said


@pytest.mark.parametrize("files", [(), (Path("a.xlsx"), Path("b.et"))])
def test_call_of_a_later_start_opens_the_import(files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    window, forward = Window(), []
    monkeypatch.setattr(app, "bring_forward", forward.append)
    app._take_call(window, files)
    assert forward == [window]
    assert window.asked == ([("exchange", ImportFiles(files))] if files else [])


def test_sentence_is_shown_where_there_is_no_console(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, text: shown.append(text))
    monkeypatch.setattr(__main__.sys, "stderr", None)

    def refuse(_arguments: object) -> int:
        raise InputError("文件夹只能读")

    monkeypatch.setattr(__main__, "_run", refuse)
    assert __main__.main([]) == __main__.BAD_INPUT
    assert shown == ["文件夹只能读"]


def test_a_ledger_that_moves_opens_the_window_again_where_it_is_now(
    sqlite_ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    """Nobody has to start the program again; the way back to the first ledger is not taken by its address either."""
    made, places, bars, texts, build = list[Desktop](), [], [], [], app.build
    new = tmp_path / "neu" / "ledger.db"

    def go_on() -> None:
        context, window = made[-1].context, made[-1].window
        context.jobs.drain(60_000)
        places.append(made[-1].ledger.file)
        bars.append(window.bar.words.text())
        texts.extend(toast.notice.text for toast in window.findChildren(Toast))
        if len(made) > 1:
            window.close()
            return
        open_data(context, window)  # the page stays open behind the form that moves it
        address, sentence = ledger_data.move_to(context.address(), str(new), "张敏", "a" * 12)
        context.remember(ledger=address)
        context.reopen(sentence, "")

    def build_and_go_on(*given: object, **named: object) -> Desktop:
        made.append(build(*given, **named))
        QTimer.singleShot(0, go_on)
        return made[-1]

    monkeypatch.setattr(app, "build", build_and_go_on)
    monkeypatch.setattr(app, "has_display", lambda: True)
    old = tmp_path / "data" / "ledger.db"
    assert app.run(parse(["--data", str(old.parent), "--db", sqlite_ledger_url])) == 0
    assert places == [old, new]
    assert bars == ["", ""], "the new one is written to"
    assert any(text.startswith(f"已移到 {new}") for text in texts)
