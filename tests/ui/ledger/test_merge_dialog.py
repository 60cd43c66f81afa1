"""Merging duplicates: which is kept, what is told, what is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, MergePart, MergePreview, TaskRow
from tracker.model.rules import Given
from tracker.ui.ledger.merge_dialog import MergeDialog, gain_words, likeliest
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.line_table import LinesTable

Make = Callable[..., TaskRow]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (({"status": Status.IN_PROGRESS}, {"status": Status.CLOSED}), 1),
        (({"status": Status.CANCELLED, "progress": 90}, {"status": Status.UNASSIGNED}), 1),
        (({"progress": 10}, {"progress": 60}, {"progress": 30}), 1),
        (({"progress": 10}, {"progress": 10}), 0),
    ],
)
def test_the_likeliest_is_kept(make_task: Make, values: Sequence[dict[str, object]], place: int) -> None:
    tasks = [make_task(number, **one) for number, one in enumerate(values, 1)]
    assert likeliest(tasks) is tasks[place]


def preview(tasks: Sequence[TaskRow], kept: int, refusal: str = "") -> MergePreview:
    parts = {task.id: MergePart(task, 2, 0, 1) for task in tasks}
    others = tuple(part for number, part in parts.items() if number != kept)
    return MergePreview(parts[kept], others, ("市财政局",), (), ("数字化",), refusal)


@pytest.fixture
def asked() -> list[tuple[int, list[int]]]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, make_task: Make, asked: list[tuple[int, list[int]]]) -> MergeDialog:
    tasks = [make_task(number) for number in (1, 2, 3)]
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    made = MergeDialog(
        tasks,
        lambda kept, others, then, _owner: then(preview(tasks, kept)),
        lambda kept, others, _given, _keeps, reply: (asked.append((kept, list(others))), reply.refused("刚刚被改过")),  # type: ignore[func-returns-value]
        window,
    )
    made.look()
    return made


def test_the_table_follows_the_choice(dialog: MergeDialog) -> None:
    dialog.kept.setCurrentIndex(2)
    assert dialog.shown is not None
    assert dialog.ids() == (dialog.shown.kept.task.id, [part.task.id for part in dialog.shown.merged])
    first = dialog.table.topLevelItem(0)
    assert first is not None
    assert (first.text(0), first.text(4)) == (dialog.shown.kept.task.code, "2 条进展，1 个节点")
    code = dialog.shown.kept.task.code
    assert gain_words(dialog.shown) == f"{code} 将增加：配合单位 市财政局；主题 数字化。"


def test_of_many_names_only_some_are_said_at_once(dialog: MergeDialog) -> None:
    shown = dialog.shown
    assert shown is not None
    names = tuple(f"单位{number}" for number in range(1, 39))
    dialog.show_preview(replace(shown, offices=names))
    code = shown.kept.task.code
    few = "单位1、单位2、单位3、单位4、单位5 等 38 个"
    assert dialog.gains.text() == f"{code} 将增加：配合单位 {few}；主题 数字化。"
    assert "单位38；" in dialog.gains.toolTip()
    assert dialog.gains.accessibleName() == dialog.gains.toolTip()


def test_a_refusal_stays_in_sight(dialog: MergeDialog, asked: list[tuple[int, list[int]]]) -> None:
    dialog.submit()
    assert asked == [dialog.ids()]
    assert dialog.foot_label.text() == "刚刚被改过"
    assert dialog.confirm.isEnabled()


def test_what_cannot_be_merged_cannot_be_confirmed(dialog: MergeDialog) -> None:
    assert dialog.shown is not None
    tasks = [part.task for part in (dialog.shown.kept, *dialog.shown.merged)]
    dialog.show_preview(preview(tasks, dialog.kept.currentData(), "已销号，不能并入"))
    assert not dialog.confirm.isEnabled()
    assert dialog.foot_label.text() == "已销号，不能并入"


def test_an_answer_for_another_choice_is_dropped(dialog: MergeDialog) -> None:
    before = dialog.shown
    assert before is not None
    tasks = [part.task for part in (before.kept, *before.merged)]
    other = next(task.id for task in tasks if task.id != dialog.kept.currentData())
    dialog.show_preview(preview(tasks, other))
    assert dialog.shown is before


def test_another_choice_can_only_be_confirmed_when_it_was_seen(
    qtbot: QtBot, empty_window: QWidget, make_task: Make
) -> None:
    tasks, asked = [make_task(number) for number in (1, 2)], []
    dialog = MergeDialog(tasks, lambda *asking: asked.append(asking), lambda *_asking: None, empty_window)
    qtbot.addWidget(dialog)
    dialog.look()
    kept, _others, then, owner = asked[-1]
    then(preview(tasks, kept))
    assert owner is dialog
    assert dialog.confirm.isEnabled()
    dialog.kept.setCurrentIndex(1)
    assert not dialog.confirm.isEnabled()
    then(preview(tasks, kept))  # the answer for the choice before
    assert not dialog.confirm.isEnabled()


@pytest.fixture
def deciding(qtbot: QtBot, empty_window: QWidget, make_task: Make) -> tuple[MergeDialog, list[tuple[Given, bool]]]:
    """A dialog about a task with an overdue duplicate whose deadline is earlier."""
    red, green = Light(LightColour.RED, "逾期10天", "逾期"), Light(LightColour.GREEN, "", "正常")
    tasks = [make_task(1, due_on=date(2026, 9, 30), light=green), make_task(2, due_on=date(2026, 2, 20), light=red)]
    told: list[tuple[Given, bool]] = []
    shown = replace(
        preview(tasks, 1), deadline="2026-02-20", earlier=tasks[1].code, keeping=green, taking=red,
        hidden_keeping=(tasks[1].code,),
    )  # fmt: skip
    dialog = MergeDialog(
        tasks,
        lambda _kept, _others, then, _owner: then(shown),
        lambda _kept, _others, given, keeps, _reply: told.append((given, keeps)),
        empty_window,
    )
    qtbot.addWidget(dialog)
    dialog.kept.setCurrentIndex(0)
    dialog.look()
    dialog.open()
    return dialog, told


def test_deadline_and_lights_are_shown_before_and_after(
    deciding: tuple[MergeDialog, list[tuple[Given, bool]]],
) -> None:
    dialog, told = deciding
    rows = [[item.text(3), item.text(6)] for item in map(dialog.table.topLevelItem, range(2)) if item is not None]
    assert rows == [["2026-09-30 → 2026-02-20", "绿 → 红 · 逾期10天"], ["2026-02-20", "红 · 逾期10天 → 不再亮灯"]]
    assert not dialog.decision.reason.isVisible()
    dialog.submit()
    assert told == [(Given(), False)]


def test_a_kept_later_deadline_asks_for_reason_and_decider(
    deciding: tuple[MergeDialog, list[tuple[Given, bool]]], qtbot: QtBot
) -> None:
    dialog, told = deciding
    qtbot.keyClick(dialog.deadline, Qt.Key.Key_Down)
    item = dialog.table.topLevelItem(0)
    assert item is not None
    assert (item.text(3), item.text(6)) == ("2026-09-30", "绿")
    assert "并入后不再显示；请写理由和批准人" in dialog.foot_label.text()
    dialog.submit()
    assert told == []
    assert dialog.decision.reason_field.error() == "请写理由（至少 4 个字）"
    assert dialog.decision.decider_field.error() == "请写批准人"
    dialog.decision.reason.setText("以大项目为准")
    dialog.decision.decided_by.setText("王副市长")
    dialog.submit()
    assert told == [(Given("以大项目为准", "王副市长"), True)]


def test_what_is_not_asked_for_any_more_is_not_recorded(
    deciding: tuple[MergeDialog, list[tuple[Given, bool]]],
) -> None:
    dialog, told = deciding
    dialog.deadline.setCurrentIndex(1)
    dialog.decision.reason.setText("以大项目为准")
    dialog.decision.decided_by.setText("王副市长")
    dialog.deadline.setCurrentIndex(0)
    dialog.submit()
    assert told == [(Given(), False)]


def test_a_column_takes_what_its_words_need_and_no_more(qtbot: QtBot) -> None:
    table = LinesTable("表", (("编号", 60), ("任务", 0), ("时限", 170)))
    qtbot.addWidget(table)
    table.add_lines([(("A1.1", "题目", "2026-10-31"), None)])
    table.narrow(2, 170)
    date_wide = table.columnWidth(2)
    assert metrics("body").horizontalAdvance("2026-10-31") < date_wide < 120
    table.add_lines([(("A1.2", "题目", "按照市政府专题会议纪要另行确定的时间完成"), None)])
    table.narrow(2, 170)
    assert table.columnWidth(2) == 170
