"""列与排序: every column is shown, moved and sorted by keys alone."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.columns_dialog import ColumnsDialog
from tracker.ui.ledger.view_settings import ViewSettings

KEY, KEYS = Qt.Key, Qt.KeyboardModifier
FIRST = tuple(Column)
STEPS: list[tuple[list[tuple[Any, Any]], ViewSettings]] = [
    ([(KEY.Key_S, None)], ViewSettings(sorting=((Column.CODE, False),))),
    ([(KEY.Key_S, None)] * 2, ViewSettings(sorting=((Column.CODE, True),))),
    ([(KEY.Key_S, None)] * 3, ViewSettings()),
    (
        [(KEY.Key_S, None), (KEY.Key_Down, None), (KEY.Key_S, KEYS.ShiftModifier)],
        ViewSettings(sorting=((Column.CODE, False), (Column.TITLE, False))),
    ),
    ([(KEY.Key_Down, None)] * 3 + [(KEY.Key_Space, None)], ViewSettings(columns={"OFFICE": False})),
    ([(KEY.Key_Down, None)] * 2 + [(KEY.Key_Space, None)], ViewSettings(columns={"LATEST": True})),
    ([(KEY.Key_Space, None)], ViewSettings()),  # 编号 is always there
    ([(KEY.Key_Down, KEYS.AltModifier)], ViewSettings()),  # and stays first
    (
        [(KEY.Key_Down, None), (KEY.Key_Down, KEYS.AltModifier)],
        ViewSettings(order=(FIRST[0], FIRST[2], FIRST[1], *FIRST[3:])),
    ),
    ([(KEY.Key_Down, None), (KEY.Key_Up, KEYS.AltModifier)], ViewSettings()),  # 任务 cannot come before 编号
    ([(KEY.Key_End, None), (KEY.Key_Up, KEYS.AltModifier)], ViewSettings(order=(*FIRST[:-2], FIRST[-1], FIRST[-2]))),
]


@pytest.fixture
def dialog(qtbot: Any) -> ColumnsDialog:
    made = ColumnsDialog(ViewSettings(), wide=False)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(("keys", "wanted"), STEPS)
def test_keys(dialog: ColumnsDialog, keys: list[tuple[Any, Any]], wanted: ViewSettings) -> None:
    told: list[ViewSettings] = []
    dialog.changed.connect(told.append)
    for key, modifier in keys:
        QTest.keyClick(dialog.list, key, modifier or KEYS.NoModifier)
    assert dialog.settings == wanted
    assert (told or [ViewSettings()])[-1] == wanted


def test_the_column_moved_stays_the_one_stood_on(dialog: ColumnsDialog) -> None:
    QTest.keyClick(dialog.list, KEY.Key_End)
    for _ in range(3):
        QTest.keyClick(dialog.list, KEY.Key_Up, KEYS.AltModifier)
    assert dialog.column() is FIRST[-1]
    assert dialog.list.currentRow() == len(Column) - 4


def test_rows_say_what_they_show(dialog: ColumnsDialog, grab: Callable[..., None]) -> None:
    QTest.keyClick(dialog.list, KEY.Key_S)
    said = [dialog.list.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(dialog.list.count())]
    assert said[:3] == ["编号，显示，排序 ↑", "任务，显示", "最近进展，隐藏"]
    assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == [SPECS[one].header for one in Column]
    grab(dialog, "columns", (560, 480))


def test_back_to_how_the_program_comes(dialog: ColumnsDialog) -> None:
    dialog.settings = ViewSettings({"OFFICE": False}, panel=False, sorting=((Column.DUE, True),))
    dialog.restore()
    assert dialog.settings == ViewSettings(panel=False)
