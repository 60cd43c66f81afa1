"""同时修改: one choice for each field, by keys alone; nothing typed goes."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tracker.errors import Clash
from tracker.ui.widgets.conflict_dialog import MINE, OWN, THEIRS, ConflictDialog
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.textdiff import TextDiff

OWNER = Clash("owner", "责任人", "张三", "周立群", "李刚", "王敏 10:42", {"owner": "周立群"}, True)
PERCENT = Clash("progress", "进度", "40%", "55%", "60%", "李刚 10:43", {"progress": 55}, False)
EMPTY = Clash("remark", "备注", "", "", "我写的", "", {"remark": ""}, True)


def opened(qtbot: QtBot, *clashes: Clash, **checks: Any) -> ConflictDialog:
    dialog = ConflictDialog(clashes, None, checks)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    return dialog


def test_theirs_is_what_enter_takes(qtbot: QtBot) -> None:
    dialog = opened(qtbot, OWNER, PERCENT)
    qtbot.keyClick(dialog.rows[0].choice, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.chosen == {"owner": "周立群", "progress": 55}


def test_the_arrows_choose_and_what_is_mine_is_left_to_the_editor(qtbot: QtBot) -> None:
    dialog = opened(qtbot, OWNER, PERCENT)
    assert dialog.rows[0].choice.value() == THEIRS
    qtbot.keyClick(dialog.rows[0].choice, Qt.Key.Key_Right)
    assert dialog.rows[0].choice.value() == MINE
    qtbot.keyClick(dialog.rows[1].choice, Qt.Key.Key_Right)
    qtbot.keyClick(dialog.rows[1].choice, Qt.Key.Key_Left)
    qtbot.keyClick(dialog.rows[1].choice, Qt.Key.Key_Return)
    assert dialog.chosen == {"progress": 55}


def test_the_arrows_work_from_the_buttons_as_well(qtbot: QtBot) -> None:
    dialog = opened(qtbot, OWNER)
    dialog.keyPressEvent(_key(Qt.Key.Key_Right))
    assert dialog.rows[0].choice.value() == MINE


def _key(key: Qt.Key) -> Any:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def test_a_text_is_written_anew_out_of_both_and_ctrl_enter_saves(qtbot: QtBot) -> None:
    dialog = opened(qtbot, OWNER)
    row = dialog.rows[0]
    for _ in range(2):
        qtbot.keyClick(row.choice, Qt.Key.Key_Right)
    assert row.choice.value() == OWN
    assert row.own.isVisible()
    assert row.own.toPlainText() == "周立群\n李刚"
    row.own.insertPlainText("、王五")
    qtbot.keyClick(row.own, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.chosen == {"owner": "周立群\n李刚、王五"}


def test_what_cannot_be_read_is_said_and_nothing_is_saved(qtbot: QtBot) -> None:
    dialog = opened(qtbot, OWNER, owner=lambda text: Checked(text, "太长" if len(text) > 5 else ""))
    dialog.rows[0].choice._choose(OWN)
    dialog.submit()
    assert dialog.isVisible()
    assert dialog.rows[0].error.text() == "太长"
    dialog.rows[0].own.setPlainText("王五")
    dialog.submit()
    assert dialog.chosen == {"owner": "王五"}


def test_only_texts_may_be_written_anew(qtbot: QtBot) -> None:
    dialog = opened(qtbot, PERCENT)
    for _ in range(4):
        qtbot.keyClick(dialog.rows[0].choice, Qt.Key.Key_Right)
    assert dialog.rows[0].choice.value() == MINE


def test_escape_goes_back_and_chooses_nothing(qtbot: QtBot) -> None:
    dialog = opened(qtbot, OWNER)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.chosen == {}


@pytest.mark.parametrize(
    ("clash", "texts"),
    [
        (OWNER, [("张三", "same"), ("张三", "removed"), ("周立群", "added")]),
        (EMPTY, [("—", "same"), ("—", "same"), ("我写的", "same")]),
    ],
)
def test_texts_are_compared_with_what_stood_there(qtbot: QtBot, clash: Clash, texts: list[tuple[str, str]]) -> None:
    dialog = opened(qtbot, clash)
    spans = [tuple(span) for shown in dialog.rows[0].findChildren(TextDiff) for span in shown.spans()]
    assert spans[: len(texts)] == texts
