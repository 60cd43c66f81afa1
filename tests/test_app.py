"""The window's entry: a second start, a call from one, and a sentence before there is a window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from tracker import __main__, app
from tracker.cli.parser import parse
from tracker.errors import InputError
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.shell.single_instance import Instance


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
