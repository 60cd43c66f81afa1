"""The register drawn as text, and its rows painted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.exchange_words import ExportChannel, RoundState
from tracker.model.return_timing import Timing, TimingMark
from tracker.model.rows import ExportRow, RoundMatrix, Unsettled
from tracker.ui.exchange.register_model import (
    COLUMNS,
    HEAD,
    HEAD_HEIGHT,
    LAST,
    SAID_ABOVE,
    WHERE_SAID,
    ExportModel,
    content_word,
    state_word,
)
from tracker.ui.exchange.register_query import Group, day_word, group_of, in_groups
from tracker.ui.exchange.register_view import ExportTable, act_word
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
    rows, columns = range(model.rowCount()), range(LAST)
    return [" | ".join(str(model.index(row, column).data()) for column in columns) for row in rows]


def test_the_register_as_text(make: Make) -> None:
    model = ExportModel()
    back = {"received_on": date(2023, 9, 14), "return_id": 5}
    model.set_rows(
        (
            make(1, state=ReturnState.PENDING, changes=14, conflicts=4, listed=3, arrived=1, **back),
            make(2, office="市教育局", tasks=5, overdue_days=5, channel=ExportChannel.DISK),
            make(3, office="市人社局", tasks=5, state=ReturnState.APPLIED, part=True, rows=5, filled=2, **back),
        )
    )
    assert drawn(model) == [
        "市科技局 | 21 | 8月25日 | — | 9月14日 | 待核对 |  | 1/3 | 14 项变更 · 4 项冲突",
        "市教育局 | 5 | 8月25日 | — | — | 未反馈 | U盘 |  | 逾期5天",
        "市人社局 | 5 | 8月25日 | — | 9月14日 | 部分反馈 |  |  | 已填 2/5 行",
    ]
    headings = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(LAST)]
    assert headings == ["单位", "任务", "发出", "应反馈", "收到", "状态", "渠道", "佐证", "内容"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "未约定时间"),
        ({"return_due_on": date(2023, 9, 30)}, "9月30日前反馈"),
        ({"overdue_days": 1}, "逾期1天"),
        ({"state": ReturnState.PENDING, "problems": 3}, "3 项无法识别"),
        (
            {"state": ReturnState.PENDING, "changes": 1, "conflicts": 2, "problems": 3},
            "1 项变更 · 2 项冲突 · 3 项无法识别",
        ),
        ({"state": ReturnState.APPLIED}, "没有变化"),
        ({"open": False}, "同一批的另一份为准"),
        ({"kind": ExportKind.AGAIN, "return_due_on": date(2023, 9, 30)}, "补发 · 9月30日前反馈"),
        ({"kind": ExportKind.REPLY, "overdue_days": 2}, "退回修改 · 逾期2天"),
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
    table.show_layout(single=True)
    shown = [number for number in range(LAST) if not table.isColumnHidden(number)]
    edges = {COLUMNS[n].head: table.columnViewportPosition(n) + COLUMNS[n].pad + 128 for n in shown}
    assert edges == {"单位": 152, "任务": 272, "收到": 332, "状态": 400, "内容": 492}
    assert table.rowHeight(0) == 36
    assert table.horizontalHeader().height() == 40


def test_lateness_is_red_and_the_selection_has_its_edge(table: ExportTable) -> None:
    table.selectRow(1)
    image = table.viewport().grab().toImage()
    late = {image.pixelColor(x, y).name().upper() for x in range(480, 764) for y in range(36)}
    assert LIGHT.red.text in late
    assert image.pixelColor(1, 54).name().upper() == LIGHT.accent
    assert image.pixelColor(400, 40).name().upper() == LIGHT.select
    assert table.model().index(1, 0).data(ROW).id == 2
    assert table.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "市科技局_交办.xlsx，2023-08-25 发出"


# --- groups and the matrix of rounds ------------------------------------------------------------------

MISSING = TimingMark(Timing.MISSING)
LATE = TimingMark(Timing.LATE, 3)
EARLY = TimingMark(Timing.ON_TIME, early_days=7)


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ({}, Group.OUT),
        ({"state": ReturnState.PENDING}, Group.WAITING),
        ({"state": ReturnState.APPLIED}, Group.TAKEN),
        ({"open": False}, Group.ASIDE),
        ({"state": ReturnState.PENDING, "sent_back": True}, Group.SENT_BACK),
        ({"open": False, "excused": True, "mark": TimingMark(Timing.EXCUSED)}, Group.ASIDE),
        ({"open": False, "mark": MISSING, "round_state": RoundState.CLOSED}, Group.OUT),
        ({"open": False, "mark": MISSING}, Group.ASIDE),  # another one of an open round stands for it
    ],
)
def test_where_a_workbook_stands(make: Make, values: dict[str, Any], group: Group) -> None:
    assert group_of(make(**values)) is group


def test_groups_come_in_their_order_and_keep_theirs(make: Make) -> None:
    rows = [
        make(1, state=ReturnState.APPLIED), make(2, open=False), make(3), make(4, state=ReturnState.PENDING), make(5),
    ]  # fmt: skip
    assert [row.id for row in in_groups(rows)] == [3, 5, 4, 1, 2]


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (Group.OUT, "复制 3 份工作簿的催报文字"),
        (Group.WAITING, "一起核对 3 份…"),
        (Group.TAKEN, ""),
        (Group.ASIDE, ""),
    ],
)
def test_a_heading_has_one_act_at_most(group: Group, words: str) -> None:
    assert act_word(group, 3) == words


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (EARLY, "早7天"), (TimingMark(Timing.ON_TIME), "按时"), (LATE, "迟3天"), (MISSING, "未交"),
        (TimingMark(Timing.EXCUSED), "免报"), (TimingMark(None), ""),
    ],
)  # fmt: skip
def test_a_cell_of_the_matrix(mark: TimingMark, words: str) -> None:
    assert mark.cell == words


@pytest.fixture
def grouped(make: Make, qtbot: Any) -> ExportTable:
    rows = in_groups(
        [make(1, office="甲局"), make(2, office="乙局"), make(3, office="丙局", state=ReturnState.APPLIED)]
    )
    marks = {("甲局", 6): EARLY, ("甲局", 7): MISSING, ("乙局", 6): MISSING, ("乙局", 7): MISSING, ("丙局", 7): LATE}
    model = ExportModel()
    model.show_register(rows, several=False, matrix=RoundMatrix((6, 7), marks), grouped=True)
    opened: list[ExportRow] = []
    made = ExportTable(opened.append)
    made.setModel(model)
    made.show_layout(single=True)
    made.opened_rows = opened  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.resize(1238, 500)
    made.show()
    return made


def test_the_first_row_of_a_group_carries_its_heading(grouped: ExportTable) -> None:
    model = grouped.model()
    heads = [model.index(row, 0).data(HEAD) for row in range(model.rowCount())]
    assert heads == [(Group.OUT, 2), None, (Group.TAKEN, 1)]
    assert [grouped.rowHeight(row) for row in range(3)] == [36 + HEAD_HEIGHT, 36, 36 + HEAD_HEIGHT]


def test_a_round_shows_how_it_was_answered_and_hides_what_the_bar_says(grouped: ExportTable) -> None:
    assert [grouped.isColumnHidden(number) for number in (*SAID_ABOVE, LAST)] == [True, True, False]
    texts = [grouped.model().index(row, LAST).data() for row in range(3)]
    assert texts == ["第6批早7天，第7批未交", "第6批未交，第7批未交", "第7批迟3天"]


def test_missing_and_late_are_painted_in_their_colours(grouped: ExportTable) -> None:
    image = grouped.viewport().grab().toImage()
    left = grouped.columnViewportPosition(LAST)
    colours = {image.pixelColor(x, y).name().upper() for x in range(left, image.width()) for y in range(170)}
    assert {LIGHT.red.tint, LIGHT.amber.tint} <= colours


def test_a_click_on_a_heading_chooses_nothing_its_act_asks(grouped: ExportTable, qtbot: Any) -> None:
    band = grouped.visualRect(grouped.model().index(0, 0)).topLeft() + QPoint(8, 8)
    qtbot.mouseClick(grouped.viewport(), Qt.MouseButton.LeftButton, pos=band)
    qtbot.mouseDClick(grouped.viewport(), Qt.MouseButton.LeftButton, pos=band)
    assert not grouped.selectionModel().hasSelection()
    assert grouped.opened_rows == []  # type: ignore[attr-defined]
    with qtbot.waitSignal(grouped.group_asked) as asked:
        qtbot.mouseClick(grouped.links[Group.OUT], Qt.MouseButton.LeftButton)
    assert asked.args == [Group.OUT]
    assert list(grouped.links) == [Group.OUT]


def test_acts_stay_in_their_headings_when_the_table_is_scrolled(grouped: ExportTable) -> None:
    grouped.resize(900, 90)
    before = grouped.links[Group.OUT].y()
    grouped.verticalScrollBar().setValue(1)
    assert grouped.links[Group.OUT].y() < before


def test_who_failed_more_than_once_is_named() -> None:
    marks = {("甲局", 6): MISSING, ("甲局", 7): MISSING, ("乙局", 7): MISSING, ("丙局", 6): LATE}
    assert RoundMatrix((6, 7), marks).missed() == [("甲局", 2)]


def test_channel_and_evidence_are_there_where_any_workbook_says_so(grouped: ExportTable, make: Make) -> None:
    channel, evidence = WHERE_SAID
    assert grouped.isColumnHidden(channel)
    assert grouped.isColumnHidden(evidence)
    rows = (make(1, listed=5, arrived=3), make(2, channel=ExportChannel.MAIL))
    grouped.model().show_register(rows, several=False)  # type: ignore[attr-defined]
    grouped.show_layout(single=True)
    assert not grouped.isColumnHidden(channel)
    assert not grouped.isColumnHidden(evidence)
    assert [grouped.model().index(row, evidence).data() for row in (0, 1)] == ["3/5", ""]


def test_older_rounds_make_way_for_what_came_back(make: Make, qtbot: Any) -> None:
    model = ExportModel()
    model.show_register((make(1),), several=False, matrix=RoundMatrix((4, 5, 6, 7), {}), grouped=True)
    table = ExportTable(lambda row: None)
    table.setModel(model)
    qtbot.addWidget(table)
    table.resize(1238, 400)
    table.show()
    table.show_layout(single=True)
    assert model.shown_rounds == (4, 5, 6, 7)
    table.resize(780, 400)
    assert model.shown_rounds == (6, 7)


def test_a_conflict_has_the_ground_of_its_tag(make: Make, qtbot: Any) -> None:
    model = ExportModel()
    model.set_rows((make(1, state=ReturnState.PENDING, changes=3, conflicts=2, return_id=1),))
    table = ExportTable(lambda row: None)
    table.setModel(model)
    qtbot.addWidget(table)
    table.resize(1238, 200)
    table.show()
    image = table.viewport().grab().toImage()
    left = table.columnViewportPosition(LAST - 1)
    colours = {image.pixelColor(x, y).name().upper() for x in range(left, left + 200) for y in range(36)}
    assert LIGHT.accenttint in colours
