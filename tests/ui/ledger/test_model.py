"""The model of the table: drawn as text through Qt's interface, and changed in small pieces."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tracker.model.rows import LedgerView
from tracker.ui.ledger.arrangement import RowSource
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.rows import VisibleRows

SHOWN = (Column.CODE, Column.TITLE, Column.OFFICE, Column.DUE, Column.PROGRESS, Column.LIGHT)


def draw(model: LedgerModel) -> list[str]:
    lines = []
    for row in range(model.rowCount()):
        above = model.shown.above(row)
        cells = [str(model.index(row, column).data() or "·") for column in SHOWN]
        lines.append("  " * (above.depth + 1 if above is not None else 0) + " | ".join(cells))
    return lines


def arranged(view: LedgerView, grouping: Grouping = Grouping.ARTICLE) -> RowSource:
    arrangement = arrange(view, view.tasks, grouping)
    return lambda closed: arrangement.rows(closed=closed)


@pytest.fixture
def model(qapp: object, small_ledger: LedgerView) -> LedgerModel:
    model = LedgerModel()
    model.replace(arranged(small_ledger))
    return model


def test_drawn_as_text(model: LedgerModel) -> None:
    assert "\n".join(draw(model)) == "\n".join(
        (
            "N | 文章N | · | · | · | ·",
            "  N0 | 编者按 | · | · | · | ·",
            "    N0.1 | 抢抓机遇 | 总领 | · | · | ·",
            "A | 文章A | · | · | 56% | ·",
            "  A1 | 一、创新 | · | · | 60% | ·",
            "    A1.0 | 技术引进与自主研发并行 | 总领 | · | 60% | ·",
            "    A1.1 | 缩小差距 | 市经信局 | 2023-12-31 | 40% | 红 · 逾期12天",
            "    A1.2 | 核心技术自主化 | 2 项任务 | · | 70% | ·",
            "      A1.2a | 基础研究 | 市经信局 | 2023-12-31 | 60% | 绿",
            "      A1.2b | 五链协同 | 市经信局 | 2023-12-31 | 80% | 黄 · 落后17点",
            "  A2 | 二、融合 | · | · | 50% | ·",
            "    A2.1 | 灯塔工厂 | 分 2 项任务 | · | 50% | ·",
            "      A2.1 | 谋划灯塔 | 市经信局 | 2023-12-31 | 0% | 绿",
            "      A2.1-2 | 验收灯塔 | 市经信局 | 2023-12-31 | 100% | 绿",
        )
    )


def test_qt_finds_no_fault_with_it(model: LedgerModel, small_ledger: LedgerView) -> None:
    modes = QAbstractItemModelTester.FailureReportingMode
    tester = QAbstractItemModelTester(model, modes.Fatal)
    model.replace(arranged(small_ledger, Grouping.THEME))
    model.replace(lambda _closed: VisibleRows())
    model.replace(arranged(small_ledger))
    assert tester.model() is model


def test_a_changed_task_tells_only_its_row_and_its_headings(
    qtbot: QtBot, model: LedgerModel, small_ledger: LedgerView
) -> None:
    changed = replace(small_ledger.tasks[4], progress=50, due_on=date(2024, 6, 30))
    announced: list[str] = []
    model.dataChanged.connect(lambda first, _last, _roles: announced.append(str(first.data())))
    kept = QPersistentModelIndex(model.index_of_task(5))
    was_reset = model.replace(arranged(replace(small_ledger, tasks=(*small_ledger.tasks[:4], changed))))
    assert not was_reset
    assert announced == ["A", "A2", "A2.1", "A2.1-2"]
    assert kept.isValid()
    assert kept.sibling(kept.row(), Column.DUE).data() == "2024-06-30"


def test_the_same_again_tells_nothing(qtbot: QtBot, model: LedgerModel, small_ledger: LedgerView) -> None:
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.replace(arranged(small_ledger))


def test_other_rows_reset(qtbot: QtBot, model: LedgerModel, small_ledger: LedgerView) -> None:
    with qtbot.waitSignal(model.modelReset):
        assert model.replace(arranged(small_ledger, Grouping.OFFICE))


def test_finding_rows(model: LedgerModel) -> None:
    assert model.index_of_task(3).data() == "A1.2b"
    assert model.index_of("h:A1.2", Column.TITLE).data() == "核心技术自主化"
    assert not model.index_of_task(99).isValid()
    assert model.task(model.index_of("h:A1.2")) is None
    assert model.row(QModelIndex()) is None


def test_only_fields_of_tasks_can_be_edited(model: LedgerModel) -> None:
    row = model.index_of_task(1)
    editable = [c for c in Column if model.flags(row.siblingAtColumn(c)) & Qt.ItemFlag.ItemIsEditable]
    assert editable == [
        Column.TITLE, Column.LATEST, Column.OFFICE, Column.OWNER, Column.DUE, Column.PROGRESS,
        Column.LEADER, Column.PRIORITY, Column.CO_OFFICES, Column.PHONE, Column.CONTENT, Column.PROBLEMS,
        Column.NEXT_STEPS, Column.REMARK, Column.START, Column.CLOSING,
    ]  # fmt: skip
    assert not model.flags(model.index_of("h:A1.2", Column.TITLE)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_it_never_takes_a_value_itself(model: LedgerModel) -> None:
    assert not model.setData(model.index_of_task(1, Column.OWNER), "别人")
    assert model.index_of_task(1, Column.OWNER).data() == "胡建平"
    assert model.index_of_task(1, Column.OWNER).data(Qt.ItemDataRole.EditRole) == "胡建平"
    assert model.index_of_task(1, Column.LIGHT).data(Qt.ItemDataRole.EditRole) is None


def test_headers_and_tooltips(model: LedgerModel) -> None:
    headers = [model.headerData(c, Qt.Orientation.Horizontal) for c in Column]
    assert headers == [
        "编号", "任务", "最近进展", "牵头单位", "责任人", "时限", "进度", "状态", "亮灯",
        "分管领导", "重点", "协调事项", "配合", "来源类别", "配合单位", "联系电话", "工作内容", "存在问题",
        "下一步措施", "备注", "延期次数", "原时限", "启动日期", "序时", "进展日期", "主题", "指标", "来源", "办结说明",
    ]  # fmt: skip
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.index_of_task(1, Column.LIGHT).data(Qt.ItemDataRole.ToolTipRole) == "逾期"
    assert model.index_of("h:A1.2").data(Qt.ItemDataRole.ToolTipRole) == "核心技术自主化"


@pytest.mark.parametrize(("many", "stretches"), [(100, [(3, 3), (4, 4), (5, 5), (6, 6)]), (1, [(0, 13)])])
def test_many_changed_rows_are_told_as_one_stretch(
    model: LedgerModel,
    small_ledger: LedgerView,
    monkeypatch: pytest.MonkeyPatch,
    many: int,
    stretches: list[tuple[int, int]],
) -> None:
    monkeypatch.setattr("tracker.ui.ledger.model.MANY", many)
    announced: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: announced.append((first.row(), last.row())))
    tasks = tuple(replace(task, progress=7) if task.id == 1 else task for task in small_ledger.tasks)
    model.replace(arranged(replace(small_ledger, tasks=tasks)))
    assert announced == stretches


def test_a_screen_reader_hears_where_a_duplicate_went(model: LedgerModel, small_ledger: LedgerView) -> None:
    tasks = tuple(replace(task, merged_into="B2.1") if task.id == 1 else task for task in small_ledger.tasks)
    model.replace(arranged(replace(small_ledger, tasks=tasks)))
    index = model.index_of_task(1, Column.TITLE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "缩小差距，并入 B2.1"
    assert index.data() == "缩小差距"


def test_a_screen_reader_hears_what_stands_below_a_heading(model: LedgerModel) -> None:
    article = model.index_of("a:A", Column.TITLE)
    assert article.data(Qt.ItemDataRole.AccessibleTextRole) == "文章 A，5 项，红 1，黄 1，已展开"
    model.set_closed(article.row(), closed=True)
    assert article.data(Qt.ItemDataRole.AccessibleTextRole).endswith("，已折叠")
