"""Merging duplicates: which is kept, what is told, what is asked for."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.enums import Status
from tracker.model.rows import MergePart, MergePreview, TaskRow
from tracker.ui.ledger.merge_dialog import MergeDialog, gain_words, likeliest

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
        lambda kept, others, reply: (asked.append((kept, list(others))), reply.refused("刚刚被改过")),  # type: ignore[func-returns-value]
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
