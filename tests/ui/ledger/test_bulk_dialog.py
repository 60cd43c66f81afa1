"""批量修改: only what was seen is written, whenever the answers come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.bulk import BulkPreview, Edit, EditLine
from tracker.model.rows import TaskRow
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.saving_dialog import Reply

Answer = Callable[[BulkPreview], None]


@dataclass
class Desk:
    """Stands for the database: keeps what was asked, and answers when the test says so."""

    asked: list[tuple[Sequence[Edit], Answer, QObject]] = field(default_factory=list)
    written: list[Sequence[Edit]] = field(default_factory=list)

    def preview(self, edits: Sequence[Edit], then: Answer, owner: QObject) -> None:
        self.asked.append((edits, then, owner))

    def apply(self, edits: Sequence[Edit], reply: Reply) -> None:
        self.written.append(edits)
        reply.done()

    def answer(self, place: int = -1) -> None:
        """Say that every wish changes something."""
        edits, then, _owner = self.asked[place]
        then(BulkPreview(tuple(EditLine(edit, "A1.1", "任务", "责任人", "", edit.text) for edit in edits)))

    def texts(self) -> list[str]:
        return [edits[0].text for edits, _then, _owner in self.asked]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dialog(qtbot: QtBot, empty_window: QWidget, make_task: Callable[..., TaskRow], desk: Desk) -> BulkDialog:
    tasks = [make_task(number) for number in (1, 2)]
    made = BulkDialog(tasks, OfficeNames(), desk.preview, desk.apply, empty_window)
    qtbot.addWidget(made)
    made.open()
    made.field.setCurrentIndex(made.field.findData("owner"))
    return made


def test_the_one_who_asks_is_told_to_those_who_answer(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    assert [owner for _edits, _then, owner in desk.asked] == [dialog]


def test_what_is_typed_later_takes_back_what_was_shown(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    desk.answer()
    assert dialog.confirm.isEnabled()
    qtbot.keyClicks(dialog.value, "u")
    assert not dialog.confirm.isEnabled()
    dialog.submit()
    assert desk.written == []
    qtbot.waitUntil(lambda: desk.texts() == ["Li", "Liu"])  # asked without another key
    desk.answer()
    dialog.submit()
    assert [edit.text for edit in desk.written[0]] == ["Liu", "Liu"]


def test_an_answer_that_comes_late_shows_nothing(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    qtbot.keyClicks(dialog.value, "u")
    dialog.look()
    desk.answer(0)
    assert (dialog.shown, dialog.confirm.isEnabled()) == (None, False)
    desk.answer(1)
    assert dialog.shown is not None
    assert dialog.shown.edits[0].text == "Liu"


def test_enter_right_after_typing_shows_first_and_writes_next(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    qtbot.keyClick(dialog.value, Qt.Key.Key_Return)
    assert (desk.texts(), desk.written) == (["Li"], [])
    desk.answer()
    qtbot.keyClick(dialog.value, Qt.Key.Key_Return)
    assert len(desk.written) == 1
    assert desk.texts() == ["Li"]  # what is shown is not asked for again
