"""The register drawn as text, and its rows painted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.rows import ExportRow, Unsettled
from tracker.ui.exchange.page import ExportTable
from tracker.ui.exchange.table import COLUMNS, ExportModel, content_word, day_word, state_word
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.row_model import ROW

Make = Callable[..., ExportRow]


@pytest.fixture
def make() -> Make:
    def made(number: int = 1, **more: Any) -> ExportRow:
        values: dict[str, Any] = {
            "id": number, "code": f"E{number}", "round": 7, "office": "市科技局", "tasks": 21, "indicators": 3,
            "sent_on": date(2023, 8, 25), "return_due_on": None, "file_name": "市科技局_交办.xlsx",
            "return_id": None, "received_on": None, "state": None, "changes": 0, "conflicts": 0, "problems": 0,
            "pending": 0, "overdue_days": 0,
        } | more  # fmt: skip
        return ExportRow(**({"open": values["state"] is None} | values))

    return made


def drawn(model: ExportModel) -> list[str]:
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [" | ".join(str(model.index(row, column).data()) for column in columns) for row in rows]


def test_the_register_as_text(make: Make) -> None:
    model = ExportModel()
    back = {"received_on": date(2023, 9, 14), "return_id": 5}
    model.set_rows(
        (
            make(1, state=ReturnState.PENDING, changes=14, conflicts=4, **back),
            make(2, office="市教育局", tasks=5, overdue_days=5),
            make(3, office="市人社局", tasks=5, state=ReturnState.APPLIED, **back),
        )
    )
    assert drawn(model) == [
        "市科技局 | 21 | 8月25日 | — | 9月14日 | 待核对 | 14 项变更 · 4 项冲突",
        "市教育局 | 5 | 8月25日 | — | — | 未反馈 | 逾期 5 天",
        "市人社局 | 5 | 8月25日 | — | 9月14日 | 已导入 | 没有变化",
    ]
    headings = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert headings == ["单位", "任务", "发出", "应反馈", "收到", "状态", "内容"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "未约定时间"),
        ({"return_due_on": date(2023, 9, 30)}, "9月30日前反馈"),
        ({"overdue_days": 1}, "逾期 1 天"),
        ({"state": ReturnState.PENDING, "problems": 3}, "3 项无法识别"),
        (
            {"state": ReturnState.PENDING, "changes": 1, "conflicts": 2, "problems": 3},
            "1 项变更 · 2 项冲突 · 3 项无法识别",
        ),
        ({"state": ReturnState.APPLIED}, "没有变化"),
        ({"open": False}, "同一批的另一份为准"),
        ({"kind": ExportKind.AGAIN, "return_due_on": date(2023, 9, 30)}, "补发 · 9月30日前反馈"),
        ({"kind": ExportKind.REPLY, "overdue_days": 2}, "退回修改 · 逾期 2 天"),
        ({"unsettled": Unsettled(3, 2, 9)}, "未约定时间 · 3 项待确认单位 · 2 项未定时限"),
        ({"unsettled": Unsettled(0, 0, 9)}, "未约定时间"),
    ],
)
def test_what_came_back_in_a_few_words(make: Make, values: dict[str, Any], words: str) -> None:
    assert content_word(make(**values)) == words


def test_a_workbook_another_one_stands_for_says_so(make: Make) -> None:
    assert state_word(make(open=False)) == "另有一份"


@pytest.mark.parametrize(
    ("state", "word"), [(None, "未反馈"), (ReturnState.PENDING, "待核对"), (ReturnState.APPLIED, "已导入")]
)
def test_every_state_has_its_word(make: Make, state: ReturnState | None, word: str) -> None:
    assert state_word(make(state=state)) == word


def test_no_day_is_a_dash() -> None:
    assert (day_word(None), day_word(date(2023, 9, 3))) == ("—", "9月3日")


def test_the_same_workbooks_keep_the_selection(make: Make, qtbot: Any) -> None:
    model = ExportModel()
    model.set_rows((make(1), make(2)))
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.set_rows((make(1, state=ReturnState.APPLIED), make(2)))
    with qtbot.waitSignal(model.modelReset):
        model.set_rows((make(3),))
    assert model.rowCount(QModelIndex()) == 1
    assert model.rowCount(model.index(0, 0)) == 0


@pytest.fixture
def table(make: Make, qtbot: Any) -> ExportTable:
    opened: list[ExportRow] = []
    model = ExportModel()
    model.set_rows((make(1, overdue_days=5), make(2, state=ReturnState.PENDING, return_id=2)))
    made = ExportTable(opened.append)
    made.setModel(model)
    made.opened_rows = opened  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.resize(1238, 400)
    made.show()
    return made


def test_enter_and_a_double_click_open_the_row(table: ExportTable, qtbot: Any) -> None:
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.id for row in table.opened_rows] == [2, 1]  # type: ignore[attr-defined]


def test_columns_stand_where_the_picture_has_them(table: ExportTable) -> None:
    edges = [table.columnViewportPosition(number) + column.pad for number, column in enumerate(COLUMNS)]
    assert [edge + 128 for edge in edges] == [152, 328, 448, 528, 618, 718, 838]
    assert table.rowHeight(0) == 36
    assert table.horizontalHeader().height() == 40


def test_lateness_is_red_and_the_selection_has_its_edge(table: ExportTable) -> None:
    table.selectRow(1)
    image = table.viewport().grab().toImage()
    late = {image.pixelColor(x, y).name().upper() for x in range(680, 740) for y in range(36)}
    assert LIGHT.red.text in late
    assert image.pixelColor(1, 54).name().upper() == LIGHT.accent
    assert image.pixelColor(400, 40).name().upper() == LIGHT.select
    assert table.model().index(1, 0).data(ROW).id == 2
    assert table.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "市科技局_交办.xlsx，2023-08-25 发出"
